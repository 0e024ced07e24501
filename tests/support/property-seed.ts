// `npm test` looks at the same cases every time, so that what lands is judged by its own change (scripts/test.ts sets the
// seed). Run by hand, property-based tests look elsewhere on each run. A failing run prints the seed that repeats it.
import fc from 'fast-check';

const seed = Number(process.env['PROPERTY_SEED']);
if (seed) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
