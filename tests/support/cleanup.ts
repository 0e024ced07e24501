// Closes what a test file opened: databases, servers, clients. Vitest runs an afterAll only when it is called while the file
// is loaded: inside beforeAll or a test it is silently ignored, and nothing is closed. afterFile may be called at any time.
const open: (() => unknown)[] = [];

/** Runs at the end of the file in whose tests it is called (setup.ts): what was opened last is closed first. */
export function afterFile(close: () => unknown): void {
  open.push(close);
}

/** Closes all of it, even after one of them failed; throws the first failure. */
export async function closeAll(): Promise<void> {
  const failures: unknown[] = [];
  for (let close = open.pop(); close; close = open.pop()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
