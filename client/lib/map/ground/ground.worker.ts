// The painter off the page's own thread: an order comes in with a number, a bitmap goes back with it.
import { Painter, type NamesOrder, type SquareOrder } from './painter.ts';
import { OtherVersion, type Ground } from './tiles.ts';

export type Order =
  | { open: Ground; font: string | null }
  | { id: number; square: SquareOrder }
  | { id: number; names: NamesOrder };
/** outdated: the server has another version of the basemap. */
export type Answer = { id: number; bitmap: ImageBitmap | null; outdated?: boolean };

type WorkerScope = {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(answer: Answer, transfer: Transferable[]): void;
  fonts?: { add(face: FontFace): void };
};
const scope = globalThis as unknown as WorkerScope;
const make = (width: number, height: number) => new OffscreenCanvas(width, height);

let painter: Painter | null = null;
let fontReady: Promise<unknown> = Promise.resolve();

scope.onmessage = async ({ data }) => {
  if ('open' in data) {
    painter = new Painter(data.open);
    if (data.font && scope.fonts && 'FontFace' in globalThis) {
      const face = new FontFace('Public Sans', `url(${data.font})`, { weight: '100 900' });
      scope.fonts.add(face);
      fontReady = face.load().catch(() => {});
    }
    return;
  }
  let bitmap: ImageBitmap | null = null;
  let outdated = false;
  try {
    if ('names' in data) await fontReady;
    const surface =
      'square' in data ? await painter!.square(data.square, make) : await painter!.names(data.names, make);
    bitmap = (surface as unknown as OffscreenCanvas).transferToImageBitmap();
  } catch (error) {
    // Most likely without signal: the square stays plain, and is requested again (ground.ts).
    outdated = error instanceof OtherVersion;
  }
  scope.postMessage({ id: data.id, bitmap, outdated }, bitmap ? [bitmap] : []);
};
