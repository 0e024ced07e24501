// A place on the map, and how far apart two are as the crow flies: good to half a per cent, which is plenty in a town.

export type Place = { latitude: number; longitude: number };

/** Metres. */
export function distanceMetres(a: Place, b: Place): number {
  const radians = Math.PI / 180;
  const across = Math.sin(((b.latitude - a.latitude) * radians) / 2) ** 2;
  const along = Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2;
  const h = across + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * along;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}
