// Questions asked inside the page. They are strings because they run in the browser: these files are checked as Node's.

/** How many cases the device keeps. */
export const casesKept = `new Promise((resolve) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const db = opening.result;
    if (!db.objectStoreNames.contains('cases')) { db.close(); return resolve(0); }
    const count = db.transaction('cases').objectStore('cases').count();
    count.onsuccess = () => { resolve(count.result); db.close(); };
  };
})`;

export const databases = `indexedDB.databases().then((all) => all.map((db) => db.name))`;

/** Resolves when the service worker keeps the app's files. */
export const workerReady = `navigator.serviceWorker.ready.then(() => null)`;

export const focusedCase = `document.activeElement?.dataset?.case ?? null`;
export const focusedText = `document.activeElement?.textContent?.trim() ?? ''`;

export const animationsDone = `Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))).then(() => null)`;
export const animationsRunning = `document.getAnimations().filter((a) => a.playState === 'running').length`;

/** What scrolls sideways and should not. */
export const sideways = `(() => {
  const root = document.documentElement;
  const wide = [...document.querySelectorAll('main, [data-testid=list], [data-testid=case] .scroll')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.className || element.tagName);
  return root.scrollWidth > root.clientWidth + 1 ? ['page', ...wide] : wide;
})()`;

/** After axe-core's own source has run in the page. */
export const axeViolations = `axe.run(document, {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map((node) => id + ': ' + node.target + ' ' + (node.failureSummary ?? ''))))`;

export const spoilWithAnImage = `void document.querySelector('main').append(document.createElement('img'))`;

/** Background of the pressed filter chip and of another. */
export const colourOfChips = `(() => {
  const colour = (pressed) => getComputedStyle(document.querySelector('.chip[aria-pressed="' + pressed + '"]')).backgroundColor;
  return { pressed: colour(true), plain: colour(false) };
})()`;
