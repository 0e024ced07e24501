// WebKit is the engine of every browser on an iPhone.
import { testEngine } from './engine.ts';

testEngine('webkit');
