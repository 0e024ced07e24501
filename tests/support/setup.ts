// Runs before each test file. What the file opened is closed at its end (cleanup.ts), after its own afterAll hooks.
//
// `npm test` looks at the same cases every time, so that what lands is judged by its own change (scripts/test.ts sets the
// seed). Run by hand, property-based tests look elsewhere on each run. A failing run prints the seed that repeats it.
import fc from 'fast-check';
import { afterAll } from 'vitest';
import { closeAll } from './cleanup.ts';

const seed = Number(process.env['PROPERTY_SEED']);
if (seed) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });

afterAll(closeAll);
