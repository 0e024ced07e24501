// Property-based tests look elsewhere on each run; where CI is set they look at the same cases every time, so that what
// lands is judged by its own change. A failing run prints the seed that repeats it.
import fc from 'fast-check';

if (process.env['CI']) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_121 });
