// The same real Chromium that the benchmarks use.
export * from '../../scripts/lib/browser.ts';
