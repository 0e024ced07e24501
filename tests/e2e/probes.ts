// Expressions that are evaluated in the page. They are strings because they run in the browser, and these files are
// type-checked for Node.

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

/** The stored values with keys that begin with this text, or only the keys. */
export const keptKeys = (
  prefix: string,
  what: 'keys' | 'values' = 'values',
): string => `new Promise((resolve) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const db = opening.result;
    if (!db.objectStoreNames.contains('kept')) { db.close(); return resolve([]); }
    const range = IDBKeyRange.bound(${JSON.stringify(prefix)}, ${JSON.stringify(prefix)} + '\\uffff');
    const store = db.transaction('kept').objectStore('kept');
    const asked = ${what === 'keys' ? 'store.getAllKeys(range)' : 'store.getAll(range)'};
    asked.onsuccess = () => { resolve(asked.result); db.close(); };
  };
})`;

/** The paths of the answers of which the device keeps a copy. */
export const answersKept = `new Promise((resolve) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const db = opening.result;
    if (!db.objectStoreNames.contains('answers')) { db.close(); return resolve([]); }
    const asked = db.transaction('answers').objectStore('answers').getAllKeys();
    asked.onsuccess = () => { resolve(asked.result); db.close(); };
  };
})`;

/** How many bytes the copies of answers have. */
export const answerBytes = `new Promise((resolve) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const asked = opening.result.transaction('answers').objectStore('answers').getAll();
    asked.onsuccess = () => {
      resolve(asked.result.reduce((sum, { bytes }) => sum + bytes, 0));
      opening.result.close();
    };
  };
})`;

/** Puts half a message on the device. */
export const keepDraft = `new Promise((kept) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const tx = opening.result.transaction('kept', 'readwrite');
    tx.objectStore('kept').put({ body: 'Half a message', staffId: 1 }, 'draft 7');
    tx.oncomplete = () => { opening.result.close(); kept(null); };
  };
})`;

/** Removes the copies of one case from the device. */
export const loseAnswers = (caseId: number): string => `new Promise((lost) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const tx = opening.result.transaction('answers', 'readwrite');
    const path = '/api/cases/${caseId}';
    tx.objectStore('answers').delete(IDBKeyRange.bound(path, path + '/\uffff'));
    tx.oncomplete = () => { opening.result.close(); lost(null); };
  };
})`;

/** How many records wait on the device to be sent. */
export const waitingOnDevice = `new Promise((resolve) => {
  const opening = indexedDB.open('doorstep');
  opening.onsuccess = () => {
    const db = opening.result;
    const count = db.transaction('outbox').objectStore('outbox').count();
    count.onsuccess = () => { resolve(count.result); db.close(); };
  };
})`;

export const databases = `indexedDB.databases().then((all) => all.map((db) => db.name))`;

/**
 * Resolves when the service worker has stored the app's files. The page registers it some seconds after its list is there: the
 * same registration is made now.
 */
export const workerReady = `navigator.serviceWorker.register('/service-worker.js', { type: 'module' })
  .then(() => navigator.serviceWorker.ready).then(() => null)`;

/** For a new page: how many rows there were when the page registered its service worker. */
export const noteRegistration = `{
  const { register } = ServiceWorkerContainer.prototype;
  ServiceWorkerContainer.prototype.register = function (...given) {
    window.rowsAtRegistration ??= document.querySelectorAll('[data-case]').length;
    return register.apply(this, given);
  };
}`;
export const rowsAtRegistration = `navigator.serviceWorker.ready.then(() => window.rowsAtRegistration)`;

/** For a new page: how often the place of a row was measured, and how many rows slid to a new one. */
export const noteMeasuring = `{
  const { getBoundingClientRect, animate } = Element.prototype;
  window.rowsMeasured = window.rowsSlid = 0;
  Element.prototype.getBoundingClientRect = function () {
    if (this.matches('li:has([data-case])')) window.rowsMeasured++;
    return getBoundingClientRect.call(this);
  };
  Element.prototype.animate = function (frames, options) {
    if (this.matches('li:has([data-case])') && frames[0].transform) window.rowsSlid++;
    return animate.call(this, frames, options);
  };
}`;

export const focusedCase = `document.activeElement?.dataset?.case ?? null`;
export const focusedText = `document.activeElement?.textContent?.trim() ?? ''`;

export const animationsDone = `Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))).then(() => null)`;
export const animationsRunning = `document.getAnimations().filter((a) => a.playState === 'running').length`;

/** Elements that wrongly scroll sideways. */
export const sideways = `(() => {
  const root = document.documentElement;
  const wide = [...document.querySelectorAll('main, [data-testid=list], [data-testid=case] .scroll')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.className || element.tagName);
  return root.scrollWidth > root.clientWidth + 1 ? ['page', ...wide] : wide;
})()`;

/** What is said less than whole of the elements with this selector: cut at the end of a line, or after the last one. */
export const notWhole = (
  selector: string,
): string => `[...document.querySelectorAll(${JSON.stringify(selector)})]
  .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
    scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1)
  .map(({ textContent }) => textContent.trim())`;

export const spoilWithAnImage = `void document.querySelector('main').append(document.createElement('img'))`;

/** Background of the pressed filter chip and of another. */
export const colourOfChips = `(() => {
  const colour = (pressed) => getComputedStyle(document.querySelector('.chip[aria-pressed="' + pressed + '"]')).backgroundColor;
  return { pressed: colour(true), plain: colour(false) };
})()`;

export type InSight = { label: string; x: number; y: number; cases: number };
/** Each marker of the worklist's map that nothing covers: its label, its place on screen, and how many cases it has. */
export const markersInSight = `(() => {
  const map = document.querySelector('.case-map').getBoundingClientRect();
  const sheet = document.querySelector('.sheet')?.getBoundingClientRect().top ?? innerHeight;
  return [...document.querySelectorAll('.map-marker')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    const label = one.getAttribute('aria-label') ?? '';
    const cases = one.classList.contains('cluster') ? parseInt(label) : 1;
    return { label, x: x + width / 2, y: y + height / 2, cases };
  }).filter(({ x, y }) => x > map.x && x < map.right && y > map.y && y < Math.min(sheet, map.bottom));
})()`;

/** For addInitScript: keeps the layout shifts of the page (https://web.dev/cls), with what moved. */
export const recordShifts = `
  globalThis.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      layoutShifts.push({
        value,
        moved: sources.map(({ node, previousRect: from, currentRect: to }) =>
          (node?.className || node?.nodeName) + ' ' + from.y + ' to ' + to.y),
      });
  }).observe({ type: 'layout-shift', buffered: true });
`;
/**
 * The shifts since the page was opened. Also those that the browser excuses because it was resized, or touched, in the half
 * second before: a test's window is, just before a page opens.
 */
export const layoutShifts = `layoutShifts`;

/** Whether the element that this is evaluated on has the focus. */
export const isFocused = (element: unknown): boolean =>
  element === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement;

export type KeptMap = { bytes: number; facts: { version: string; bytes: number; squares: unknown[] } };
/** The extract of the basemap that the device keeps (client/lib/map/kept/facts.ts); null: none. */
export const keptMap = `caches.match('/map/kept', { cacheName: 'doorstep-map' }).then(async (entry) => entry
  ? { bytes: (await entry.arrayBuffer()).byteLength, facts: JSON.parse(decodeURIComponent(entry.headers.get('x-doorstep-extract'))) }
  : null)`;

export type MapPainted = { squares: number; withStreets: number; namePixels: number; zoom: string };
/** Of the squares of the map in view: how many have more than plain ground; and how many pixels the names have. */
export const mapPainted = `(async () => {
  const frame = document.querySelector('.leaflet-container')?.getBoundingClientRect();
  const pixels = async (canvas) => {
    // What a worker has painted may be larger than its canvas says.
    const bitmap = await createImageBitmap(canvas);
    const copy = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    copy.drawImage(bitmap, 0, 0);
    return new Uint32Array(copy.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  };
  const squares = [...document.querySelectorAll('canvas.leaflet-tile')].filter((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return right > frame.left && left < frame.right && bottom > frame.top && top < frame.bottom;
  });
  const names = document.querySelector('canvas.map-names');
  const colours = await Promise.all(squares.map(async (one) => new Set(await pixels(one)).size));
  return {
    squares: squares.length,
    withStreets: colours.filter((count) => count > 8).length,
    namePixels: names ? (await pixels(names)).reduce((sum, pixel) => sum + (pixel ? 1 : 0), 0) : 0,
    zoom: squares[0]?.dataset.square.split('/')[0] ?? '',
  };
})()`;

/** How many markers are partly under the search field or under the map's note. */
export const markersCovered = `(() => {
  const boxes = (of) => [...document.querySelectorAll(of)].map((one) => one.getBoundingClientRect());
  const covers = [...boxes('.case-map .note'), ...boxes('input[type=search]')];
  return boxes('.map-marker .map-face').filter((m) => m.bottom > 0 && covers.some((c) =>
    m.left < c.right && c.left < m.right && m.top < c.bottom && c.top < m.bottom)).length;
})()`;
