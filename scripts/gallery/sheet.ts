// A contact sheet: pictures of one page, side by side, each with what it shows.
import { writeFileSync } from 'node:fs';
import { newPage } from '../lib/browser.ts';

export type Picture = {
  caption: string;
  /** The width of the page, in CSS pixels. */ width: number;
  image: Buffer;
};

/** So large that text can be read, so small that eight pictures fit on a screen. */
const scale = 0.42;
const sheetWidth = 1560;

/** Writes the pictures, in their order, to one image. */
export async function makeSheet(file: string, title: string, pictures: readonly Picture[]): Promise<void> {
  const figures = pictures.map(
    ({
      caption,
      width,
      image,
    }) => `<figure><img width="${Math.round(width * scale)}" src="data:image/jpeg;base64,${image.toString('base64')}">
      <figcaption>${caption}</figcaption></figure>`,
  );
  const { page } = await newPage('http://localhost', { viewport: { width: sheetWidth, height: 900 } });
  await page.setContent(`<!doctype html><style>
    body { margin: 12px; font: 13px sans-serif; background: #ddd; }
    main { display: flex; flex-wrap: wrap; gap: 12px; align-items: start; }
    figure { margin: 0; } img { display: block; border: 1px solid #888; }
  </style><h1>${title}</h1><main>${figures.join('')}</main>`);
  writeFileSync(file, await page.screenshot({ fullPage: true }));
  await page.context().close();
}
