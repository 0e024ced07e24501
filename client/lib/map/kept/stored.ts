// Opens the extract that this device keeps, to be read tile by tile.
import { FileSource, PMTiles } from 'pmtiles';
import { storedEntry, type Facts } from './facts.ts';
import { coverage } from './squares.ts';

export type Stored = {
  facts: Facts;
  archive: PMTiles;
  /** The deepest zoom that is kept, and the deepest that the basemap has. */
  maxZoom: number;
  ofZoom: number;
  covers: ReturnType<typeof coverage>;
};

/** Opens the extract to be read. Null: none, or one that cannot be read. */
export async function openStored(): Promise<Stored | null> {
  const found = await storedEntry();
  if (!found) return null;
  try {
    const { facts, entry } = found;
    const archive = new PMTiles(new FileSource(new File([await entry.blob()], facts.asOf)));
    const { maxZoom } = await archive.getHeader();
    const { extract } = (await archive.getMetadata()) as { extract: { maxZoom: number } };
    return { facts, archive, maxZoom, ofZoom: extract.maxZoom, covers: coverage(facts.squares) };
  } catch {
    return null;
  }
}
