// Whether this device may keep copies of the server's answers: a person can refuse it on the page "Work without signal", on a
// device that others use. The choice is about the device, names nobody, and stays when they sign out.
const key = 'doorstep.copies';

export function keepsCopies(): boolean {
  try {
    return localStorage.getItem(key) !== 'none';
  } catch {
    return true;
  }
}

export function setKeepsCopies(keeps: boolean): void {
  try {
    if (keeps) localStorage.removeItem(key);
    else localStorage.setItem(key, 'none');
  } catch {
    // The browser refuses storage: it keeps no copies either.
  }
}
