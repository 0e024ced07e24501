// Paints squares of ground and the names over a view, from one archive. Runs in a worker where the browser can, else on
// the page (ground.ts decides); it draws on whatever canvas it is given.
import { placeLabels, type Placed } from './labels.ts';
import { nameCandidates, type SeenTile } from './naming.ts';
import { paintGround, type Context } from './paint.ts';
import { colours, inMemory, squareSize, type Theme } from './style.ts';
import { GroundTiles } from './tiles.ts';

export type SquareOrder = { zoom: number; x: number; y: number; ratio: number; theme: Theme };
/** left and top: the view's corner in the map's pixels at that zoom. */
export type NamesOrder = {
  zoom: number;
  left: number;
  top: number;
  width: number;
  height: number;
  ratio: number;
  theme: Theme;
};
type Surface = {
  width: number;
  height: number;
  getContext(kind: '2d', options: typeof inMemory): Context | null;
};
/** Paints from the archive at `url`. */
export class Painter {
  private readonly tiles: GroundTiles;
  constructor(url: string) {
    this.tiles = new GroundTiles(url);
  }

  /** Which of the archive's tiles holds a square, and where the square lies in it. */
  private async source(zoom: number, x: number, y: number) {
    const wanted = zoom - 1;
    const z = Math.min(wanted, await this.tiles.maxZoom());
    const times = 2 ** (wanted - z);
    return { z, times, x: Math.floor(x / times), y: Math.floor(y / times) };
  }

  async square(order: SquareOrder, make: (width: number, height: number) => Surface): Promise<Surface> {
    const { zoom, x, y, ratio, theme } = order;
    const from = await this.source(zoom, x, y);
    const tile = await this.tiles.get(from);
    const surface = make(squareSize * ratio, squareSize * ratio);
    const context = surface.getContext('2d', inMemory)!;
    context.fillStyle = colours[theme].ground;
    context.fillRect(0, 0, surface.width, surface.height);
    if (tile) {
      context.scale(ratio, ratio);
      const size = squareSize * from.times;
      paintGround(context, tile, {
        size,
        left: -(x - from.x * from.times) * squareSize,
        top: -(y - from.y * from.times) * squareSize,
        zoom,
        theme,
      });
    }
    return surface;
  }

  async names(order: NamesOrder, make: (width: number, height: number) => Surface): Promise<Surface> {
    const { zoom, left, top, width, height, ratio, theme } = order;
    const first = await this.source(zoom, Math.floor(left / squareSize), Math.floor(top / squareSize));
    const last = await this.source(
      zoom,
      Math.floor((left + width) / squareSize),
      Math.floor((top + height) / squareSize),
    );
    const size = squareSize * first.times;
    const wanted: Promise<SeenTile | null>[] = [];
    for (let x = first.x; x <= last.x; x++)
      for (let y = first.y; y <= last.y; y++)
        wanted.push(
          this.tiles
            .get({ z: first.z, x, y })
            .then((tile) => tile && { tile, left: x * size - left, top: y * size - top, size })
            .catch(() => null),
        );
    const seen = (await Promise.all(wanted)).filter((tile) => tile !== null);
    const surface = make(Math.round(width * ratio), Math.round(height * ratio));
    const context = surface.getContext('2d', inMemory)!;
    const widths = new Map<string, number>();
    const measure = (text: string, font: string) => {
      const key = `${font}/${text}`;
      let known = widths.get(key);
      if (known === undefined) {
        context.font = font;
        widths.set(key, (known = context.measureText(text).width));
      }
      return known;
    };
    const candidates = nameCandidates(seen, zoom, theme).filter((c) =>
      c.kind === 'line'
        ? touches(c.line, width, height)
        : c.x > -80 && c.y > -20 && c.x < width + 80 && c.y < height + 20,
    );
    context.scale(ratio, ratio);
    write(context, placeLabels(candidates, measure), theme);
    return surface;
  }
}

function touches(line: readonly number[], width: number, height: number): boolean {
  for (let i = 0; i < line.length; i += 2)
    if (line[i]! > 0 && line[i]! < width && line[i + 1]! > 0 && line[i + 1]! < height) return true;
  return false;
}

function write(context: Context, labels: readonly Placed[], theme: Theme): void {
  const c = colours[theme];
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const label of labels) {
    context.font = label.font;
    if ('letterSpacing' in context)
      context.letterSpacing = label.glyphs.some((g) => g.angle) ? '0px' : `${label.spacing ?? 0}px`;
    if (label.shield) {
      const { x, y } = label.glyphs[0]!;
      const { width, height } = label.shield;
      context.beginPath();
      context.roundRect(x - width / 2, y - height / 2, width, height, 4);
      context.fillStyle = c.shield;
      context.fill();
      context.strokeStyle = c.shieldLine;
      context.lineWidth = 1;
      context.stroke();
    }
    const each = (draw: (text: string, x: number, y: number) => void) => {
      for (const { text, x, y, angle } of label.glyphs) {
        if (angle === 0) draw(text, x, y);
        else {
          context.save();
          context.translate(x, y);
          context.rotate(angle);
          draw(text, 0, 0);
          context.restore();
        }
      }
    };
    if (label.halo > 0) {
      context.strokeStyle = c.halo;
      context.lineWidth = label.halo;
      each((text, x, y) => context.strokeText(text, x, y));
    }
    context.fillStyle = label.colour;
    each((text, x, y) => context.fillText(text, x, y));
  }
}
