// The landlord's PMTiles archive for the server's own reading: a file, or the archive of another server by ranges. Its
// version changes with its content, so that what was taken from two versions is never put together.
import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import {
  EtagMismatch,
  FetchSource,
  PMTiles,
  ResolvedValueCache,
  type RangeResponse,
  type Source,
} from 'pmtiles';

export type Archive = {
  version: string;
  source: Source;
  /** Of its directories; kept as long as the version is the same. */
  cache: ResolvedValueCache;
  /** Throws where the content is not that of this version any more. */
  check(): Promise<void>;
  close(): Promise<void>;
};
export type FileFacts = { size: number; modified: Date; version: string };

/** Size, time and version of a file; null where there is none. */
export async function describe(path: string): Promise<FileFacts | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const version = `${Math.round(found.mtimeMs).toString(36)}-${found.size.toString(36)}`;
  return { size: found.size, modified: found.mtime, version };
}

class FileRanges implements Source {
  private readonly file: FileHandle;
  private readonly version: string;
  constructor(file: FileHandle, version: string) {
    this.file = file;
    this.version = version;
  }
  getKey(): string {
    return this.version;
  }
  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, offset);
    return { data: bytes.buffer.slice(0, bytesRead) };
  }
}

/** How long the version of an archive elsewhere is believed, and how long a failure is not tried again (ms). */
const believedMs = 10 * 60_000;
const failedMs = 60_000;
const answerMs = 3_000;

/** Opens the archive at a path or an address of another server. `clock` in ms. */
export class MapArchive {
  readonly #tiles: string;
  readonly #clock: () => number;
  #cache: { version: string; cache: ResolvedValueCache } | null = null;
  #remote: { at: number; found: Promise<Archive | null>; failed: boolean } | null = null;

  constructor(tiles: string, clock: () => number) {
    this.#tiles = tiles;
    this.#clock = clock;
  }

  get isRemote(): boolean {
    return /^https?:/i.test(this.#tiles);
  }

  /** Null: it is not there, does not answer, or has no version (a strong ETag). Close what this returns. */
  async open(): Promise<Archive | null> {
    return this.isRemote ? this.#openRemote() : this.#openFile();
  }

  async #openFile(): Promise<Archive | null> {
    const before = await describe(this.#tiles);
    if (!before) return null;
    const { version } = before;
    const file = await open(this.#tiles).catch(() => null);
    if (!file) return null;
    return {
      version,
      source: new FileRanges(file, version),
      cache: this.#cacheOf(version),
      check: async () => {
        // Of the opened file: one that was replaced by another name stays readable, and unchanged.
        const { mtimeMs, size } = await file.stat();
        if (`${Math.round(mtimeMs).toString(36)}-${size.toString(36)}` !== version)
          throw new Error('the basemap was overwritten while it was read');
      },
      close: () => file.close(),
    };
  }

  #cacheOf(version: string): ResolvedValueCache {
    if (this.#cache?.version !== version) this.#cache = { version, cache: new ResolvedValueCache() };
    return this.#cache.cache;
  }

  #openRemote(): Promise<Archive | null> {
    const now = this.#clock();
    const old = this.#remote;
    if (old && now - old.at >= 0 && now - old.at < (old.failed ? failedMs : believedMs)) return old.found;
    const look = { at: now, failed: false, found: this.#look() };
    this.#remote = look;
    void look.found.then((found) => (look.failed = found === null));
    return look.found;
  }

  async #look(): Promise<Archive | null> {
    const source = new FetchSource(this.#tiles);
    const cache = new ResolvedValueCache();
    const late = new Promise<null>((resolve) => void setTimeout(() => resolve(null), answerMs).unref());
    const header = await Promise.race([cache.getHeader(source).catch(() => null), late]);
    if (!header?.etag) return null;
    const { etag } = header;
    const version = createHash('sha256').update(etag).digest('hex').slice(0, 16);
    const sameVersion: Source = {
      getKey: () => source.getKey(),
      // The library would continue with the new content; here the range fails, and the version is read anew.
      getBytes: (offset, length, signal) =>
        source.getBytes(offset, length, signal, etag).catch((error: unknown) => {
          if (error instanceof EtagMismatch) this.#remote = null;
          throw error;
        }),
    };
    return { version, source: sameVersion, cache, check: async () => {}, close: async () => {} };
  }
}

/** What the archive says of itself. */
export async function readAbout(archive: Archive) {
  const tiles = new PMTiles(archive.source, archive.cache);
  const header = await tiles.getHeader();
  const metadata = (await tiles.getMetadata()) as { attribution?: unknown };
  return {
    // Archives carry links here; the map shows words.
    attribution: typeof metadata.attribution === 'string' ? metadata.attribution.replace(/<[^>]*>/g, '') : '',
    bounds: { south: header.minLat, west: header.minLon, north: header.maxLat, east: header.maxLon },
  };
}
