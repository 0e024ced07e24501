// Compares two pictures of the same view, square by square: two engines differ by a pixel along edges, while faults (an empty
// square, another square's streets, seams that do not meet) differ over whole areas.
import type { Page } from 'playwright';

export type Area = { left: number; top: number; width: number; height: number };
/** How much of a square differs: 0 is none of its pixels, 1 is all. */
export type Square = { x: number; y: number; differs: number; plain: boolean };

/**
 * Compares an area of two PNGs of the same size (CSS pixels at one device pixel each) in squares of `size` pixels. A pixel
 * differs if no neighbouring pixel of the other picture is within `far` of it in every channel (0 to 255), both ways. A
 * square of one colour in the first picture is `plain`. Any Chromium page does the work.
 */
export async function compareSquares(
  page: Page,
  [first, second]: readonly [Buffer, Buffer],
  area: Area,
  { size = 64, far = 40 } = {},
): Promise<Square[]> {
  return page.evaluate<Square[]>(`(async () => {
    const given = ${JSON.stringify({ all: [first, second].map((one) => one.toString('base64')), area, size, far })};
    const { left, top, width, height } = given.area;
    const pixels = await Promise.all(given.all.map(async (text) => {
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context.drawImage(picture, -left, -top);
      return context.getImageData(0, 0, width, height).data;
    }));
    const near = (a, b, x, y) => {
      const at = (y * width + x) * 4;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
          const other = at + (dy * width + dx) * 4;
          let worst = 0;
          for (let c = 0; c < 3; c++) worst = Math.max(worst, Math.abs(a[at + c] - b[other + c]));
          if (worst <= given.far) return true;
        }
      return false;
    };
    const squares = [];
    for (let y0 = 0; y0 + given.size <= height; y0 += given.size)
      for (let x0 = 0; x0 + given.size <= width; x0 += given.size) {
        let differs = 0;
        let plain = true;
        const start = (y0 * width + x0) * 4;
        for (let y = y0; y < y0 + given.size; y++)
          for (let x = x0; x < x0 + given.size; x++) {
            if (!near(pixels[0], pixels[1], x, y) || !near(pixels[1], pixels[0], x, y)) differs++;
            for (let c = 0; c < 3; c++)
              if (pixels[0][(y * width + x) * 4 + c] !== pixels[0][start + c]) plain = false;
          }
        squares.push({ x: x0, y: y0, differs: differs / given.size ** 2, plain });
      }
    return squares;
  })()`);
}
