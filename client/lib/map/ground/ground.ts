// The ground as Leaflet layers: squares that a worker has painted, and over them one sheet with all names of the view.
import { GridLayer } from 'leaflet/src/layer/tile/GridLayer.js';
import { setTransform } from 'leaflet/src/dom/DomUtil.js';
import type { Coords, DoneCallback, Map as LeafletMap, ZoomAnimEvent } from 'leaflet';
import type { Answer, Order } from './ground.worker.ts';
import type { NamesOrder, Painter, SquareOrder } from './painter.ts';
import { inMemory, squareSize, type Theme } from './style.ts';
import type { Ground } from './tiles.ts';

type Picture = ImageBitmap | HTMLCanvasElement;

/** Hands orders to the worker, or to a painter on the page where the browser cannot draw in workers. */
export class Artist {
  private readonly worker: Worker | null = null;
  private readonly local: Promise<Painter> | null = null;
  private readonly waiting = new Map<number, (picture: Picture | null) => void>();
  private next = 1;
  private readonly outdated: () => void;

  /** `outdated` is called when the server has another version of the basemap. */
  constructor(ground: Ground, font: string | null, outdated: () => void) {
    this.outdated = outdated;
    if (typeof OffscreenCanvas === 'function' && typeof Worker === 'function') {
      this.worker = new Worker(new URL('./ground.worker.ts', import.meta.url), { type: 'module' });
      this.worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        this.settle(data.id, data.bitmap);
        if (data.outdated) this.outdated();
      };
      this.worker.onerror = () => [...this.waiting.keys()].forEach((id) => this.settle(id, null));
      this.worker.postMessage({ open: ground, font } satisfies Order);
    } else this.local = import('./painter.ts').then(({ Painter }) => new Painter(ground));
  }

  private settle(id: number, picture: Picture | null): void {
    this.waiting.get(id)?.(picture);
    this.waiting.delete(id);
  }

  private send(order: { square: SquareOrder } | { names: NamesOrder }): Promise<Picture | null> {
    const { worker, local } = this;
    if (worker)
      return new Promise((resolve) => {
        const id = this.next++;
        this.waiting.set(id, resolve);
        worker.postMessage({ id, ...order } satisfies Order);
      });
    const make = (width: number, height: number) =>
      Object.assign(document.createElement('canvas'), { width, height }) as HTMLCanvasElement & { getContext(kind: '2d', options: typeof inMemory): CanvasRenderingContext2D | null }; // prettier-ignore
    return local!
      .then((painter) =>
        'square' in order ? painter.square(order.square, make) : painter.names(order.names, make),
      )
      .then((surface) => surface as HTMLCanvasElement)
      .catch(() => null);
  }
  square = (square: SquareOrder) => this.send({ square });
  names = (names: NamesOrder) => this.send({ names });

  stop(): void {
    this.worker?.terminate();
    [...this.waiting.keys()].forEach((id) => this.settle(id, null));
  }
}

function letGo(picture: Picture): void {
  if ('close' in picture) picture.close();
}

/**
 * Puts the picture on the canvas. What a worker has painted becomes the canvas's own picture: copying the names of a
 * phone's view takes 20 ms on a fast machine. A picture of this page is copied; reading a pixel makes a browser that puts
 * drawing off until the canvas is shown draw now.
 */
function place(picture: Picture, canvas: HTMLCanvasElement): void {
  if ('close' in picture) {
    canvas.getContext('bitmaprenderer')!.transferFromImageBitmap(picture);
    return;
  }
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext('2d', inMemory) as CanvasRenderingContext2D;
  context.drawImage(picture, 0, 0);
  context.getImageData(0, 0, 1, 1);
}

/** Beyond two device pixels to one, areas and lines gain nothing that an eye sees; letters do. */
const groundRatio = () => Math.min(2, Math.max(1, devicePixelRatio));
const namesRatio = () => Math.min(3, Math.max(1, devicePixelRatio));

/** How often squares without ground are requested again (ms). */
const retryMs = 5000;

/**
 * The Leaflet layer of painted squares. Those without ground (no signal) are requested again until they have it. `missing` is
 * called when it changes whether one of them is in view; `filled` when squares that had none have it.
 */
export class SquareLayer extends GridLayer {
  private readonly artist: Artist;
  private theme: Theme;
  private readonly missing: (isMissing: boolean) => void;
  private readonly filled: () => void;
  private readonly shown = new Map<HTMLCanvasElement, Coords>();
  private readonly without = new Set<HTMLCanvasElement>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wasMissing = false;

  constructor(artist: Artist, theme: Theme, missing: (isMissing: boolean) => void, filled: () => void) {
    super({
      tileSize: squareSize,
      keepBuffer: 1,
      minZoom: 3,
      maxZoom: 20,
      noWrap: true,
      updateWhenZooming: false,
    });
    this.artist = artist;
    this.theme = theme;
    this.missing = missing;
    this.filled = filled;
    this.on('tileunload', ({ tile }) => {
      this.shown.delete(tile as unknown as HTMLCanvasElement);
      this.without.delete(tile as unknown as HTMLCanvasElement);
      this.look();
    });
  }

  override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement('canvas');
    // The square's address, for tests and for debugging: the picture itself does not show it.
    canvas.dataset['square'] = `${coords.z}/${coords.x}/${coords.y}`;
    this.shown.set(canvas, coords);
    void this.fill(canvas, coords).then(() => done(undefined, canvas));
    return canvas;
  }

  private async fill(canvas: HTMLCanvasElement, { x, y, z }: Coords): Promise<void> {
    const { theme } = this;
    const picture = await this.artist.square({ zoom: z, x, y, ratio: groundRatio(), theme });
    // The square may have left the view, or been requested in the other theme since.
    const isWanted = this.shown.has(canvas) && theme === this.theme;
    if (!picture) {
      if (isWanted) this.without.add(canvas);
    } else if (isWanted) {
      place(picture, canvas);
      this.without.delete(canvas);
    } else letGo(picture);
    this.look();
  }

  /** Call it when the map has moved. */
  look(): void {
    const map = this._map as LeafletMap | null;
    if (!map) return;
    const view = map.getPixelBounds();
    const isInView = ({ x, y, z }: Coords) =>
      z === map.getZoom() &&
      view.overlaps([
        [x * squareSize, y * squareSize],
        [(x + 1) * squareSize, (y + 1) * squareSize],
      ]);
    const isMissing = [...this.without].some((canvas) => isInView(this.shown.get(canvas)!));
    if (isMissing !== this.wasMissing) this.missing((this.wasMissing = isMissing));
    if (this.without.size > 0) this.timer ??= setTimeout(this.again, retryMs);
    else this.stopWaiting();
  }

  /** Requests the squares without ground again. */
  private readonly again = (): void => {
    this.stopWaiting();
    const tried = [...this.without];
    void Promise.all(tried.map((canvas) => this.fill(canvas, this.shown.get(canvas)!))).then(() => {
      if (tried.some((canvas) => this.shown.has(canvas) && !this.without.has(canvas))) this.filled();
    });
  };

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Repaints what is there, in place: no flash of emptiness between light and dark. */
  repaint(theme: Theme): void {
    this.theme = theme;
    for (const [canvas, coords] of this.shown) void this.fill(canvas, coords);
  }
}

/** The names of streets and places over the view, on one canvas. */
export class NamesSheet {
  private readonly map: LeafletMap;
  private readonly artist: Artist;
  private readonly canvas = document.createElement('canvas');
  private theme: Theme;
  private latest = 0;
  private placed: { corner: ReturnType<LeafletMap['getCenter']>; zoom: number } | null = null;

  constructor(map: LeafletMap, artist: Artist, theme: Theme) {
    this.map = map;
    this.artist = artist;
    this.theme = theme;
    const pane = map.getPane('names') ?? map.createPane('names');
    pane.style.zIndex = '350';
    pane.style.pointerEvents = 'none';
    this.canvas.className = 'map-names leaflet-zoom-animated';
    pane.append(this.canvas);
    map.on('moveend resize', this.draw, this);
    map.on('zoomanim', this.follow, this);
    this.draw();
  }

  private follow({ zoom, center }: ZoomAnimEvent): void {
    if (!this.placed) return;
    // Leaflet's own layers place themselves by this method while a zoom runs; there is no public one.
    const map = this.map as LeafletMap & {
      _latLngToNewLayerPoint(p: unknown, zoom: number, center: unknown): { x: number; y: number };
    };
    const point = map._latLngToNewLayerPoint(this.placed.corner, zoom, center);
    setTransform(
      this.canvas,
      point as Parameters<typeof setTransform>[1],
      map.getZoomScale(zoom, this.placed.zoom),
    );
    this.canvas.style.opacity = '0';
  }

  draw(): void {
    const { map } = this;
    const size = map.getSize();
    const pad = size.multiplyBy(0.25);
    pad.x = Math.min(pad.x, 160);
    pad.y = Math.min(pad.y, 160);
    const corner = map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
    const zoom = map.getZoom();
    const latLng = map.layerPointToLatLng(corner);
    const at = map.getPixelOrigin().add(corner);
    const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
    const ratio = namesRatio();
    const order = ++this.latest;
    void this.artist
      .names({ zoom: Math.round(zoom), left: at.x, top: at.y, width, height, ratio, theme: this.theme })
      .then((picture) => {
        // A later view was requested since; its names are on the way.
        if (!picture) return;
        if (order !== this.latest) return letGo(picture);
        place(picture, this.canvas);
        this.canvas.style.width = `${width}px`;
        this.canvas.style.height = `${height}px`;
        this.placed = { corner: latLng, zoom };
        setTransform(this.canvas, map.latLngToLayerPoint(latLng), 1);
        this.canvas.style.opacity = '1';
      });
  }

  repaint(theme: Theme): void {
    this.theme = theme;
    this.draw();
  }

  remove(): void {
    this.map.off('moveend resize', this.draw, this);
    this.map.off('zoomanim', this.follow, this);
    this.canvas.remove();
  }
}
