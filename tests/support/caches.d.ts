// What files of the client that tests import use of the browser's Cache API: Node's types do not have it.
type KeptCache = { put(key: string, response: Response): Promise<void> };
declare const caches: {
  open(name: string): Promise<KeptCache>;
  match(key: string, options?: { cacheName?: string }): Promise<Response | undefined>;
  delete(name: string): Promise<boolean>;
};
