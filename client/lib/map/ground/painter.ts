// Paints squares of ground and the names over a view, from one archive. Runs in a worker where the browser can, else on
// the page (ground.ts decides); it draws on whatever canvas it is given.
import { placeLabels, type Placed } from './labels.ts';
import { nameCandidates, type SeenTile } from './naming.ts';
import { paintGround, type Context } from './paint.ts';
import { colours, inMemory, squareSize, type Theme } from './style.ts';
import { GroundTiles, type Ground } from './tiles.ts';

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
/** Paints from one archive. */
export class Painter {
  private readonly tiles: GroundTiles;
  constructor(ground: Ground) {
    this.tiles = new GroundTiles(ground);
  }

  async square(order: SquareOrder, make: (width: number, height: number) => Surface): Promise<Surface> {
    const { zoom, x, y, ratio, theme } = order;
    const { tile, ...from } = await this.tiles.find({ z: zoom - 1, x, y });
    const surface = make(squareSize * ratio, squareSize * ratio);
    const context = surface.getContext('2d', inMemory)!;
    context.fillStyle = colours[theme].ground;
    context.fillRect(0, 0, surface.width, surface.height);
    if (tile) {
      context.scale(ratio, ratio);
      const times = 2 ** (zoom - 1 - from.z);
      paintGround(context, tile, {
        size: squareSize * times,
        left: -(x - from.x * times) * squareSize,
        top: -(y - from.y * times) * squareSize,
        zoom,
        theme,
      });
    }
    return surface;
  }

  async names(order: NamesOrder, make: (width: number, height: number) => Surface): Promise<Surface> {
    const { zoom, left, top, width, height, ratio, theme } = order;
    const wanted: ReturnType<GroundTiles['find']>[] = [];
    const last = { x: Math.floor((left + width) / squareSize), y: Math.floor((top + height) / squareSize) };
    for (let x = Math.floor(left / squareSize); x <= last.x; x++)
      for (let y = Math.floor(top / squareSize); y <= last.y; y++)
        wanted.push(this.tiles.find({ z: zoom - 1, x, y }));
    const seen = new Map<string, SeenTile>();
    for (const found of await Promise.allSettled(wanted)) {
      if (found.status === 'rejected' || !found.value.tile) continue;
      const { tile, z, x, y } = found.value;
      const size = squareSize * 2 ** (zoom - 1 - z);
      seen.set(`${z}/${x}/${y}`, { tile, left: x * size - left, top: y * size - top, size });
    }
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
    const candidates = nameCandidates([...seen.values()], zoom, theme).filter((c) =>
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
