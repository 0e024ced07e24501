// A photograph on its way into a message: shrunk on the device, then handed over; the message names it. Handing over
// needs signal; the same photograph sent twice is one.
import { Problem } from '../live/api.ts';

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
  bitmap.close();
  const blob = await new Promise<Blob | null>((give) => canvas.toBlob(give, 'image/jpeg', quality));
  if (!blob) throw new Error('This photograph could not be made smaller here.');
  return { id: crypto.randomUUID(), blob, width, height };
}

/** Throws a Problem in words for the person. */
export async function handOver(caseId: number, { id, blob }: Picture): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`/api/cases/${caseId}/photos?photoId=${id}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': blob.type },
      body: blob,
      signal: AbortSignal.timeout(60_000),
    });
  } catch {
    throw new Problem(0, 'No signal: the photograph waits here until you try again.');
  }
  if (response.ok) return;
  const said = (await response.json().catch(() => null)) as { detail?: string } | null;
  throw new Problem(response.status, said?.detail ?? 'The photograph was not accepted.');
}
