// Firefox, on desks and Android.
import { testEngine } from './engine.ts';

testEngine('firefox');
