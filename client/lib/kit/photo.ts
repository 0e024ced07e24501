// A photograph made small enough to travel, on the device: the longest side at most 1,600 pixels, JPEG. Drawing it anew
// also turns it upright and drops what the camera wrote into it, such as the place.
const longestSide = 1600;
const quality = 0.8;

export type Picture = { id: string; blob: Blob; width: number; height: number };

/** Throws a sentence where the file is no picture that this browser can read. */
export async function shrink(file: Blob): Promise<Picture> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error('This file is not a photograph that can be read here.');
  }
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, width, height);
  // A browser may draw late (map/ground/ground.ts): the picture is let go when its copy is made.
  const blob = await new Promise<Blob | null>((give) => canvas.toBlob(give, 'image/jpeg', quality));
  bitmap.close();
  if (!blob) throw new Error('This photograph could not be made smaller here.');
  return { id: crypto.randomUUID(), blob, width, height };
}
