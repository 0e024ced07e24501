// The way to a door, in the device's own maps app. The address leaves this device only when the officer presses the link.

/**
 * An address that opens the maps app at that point (degrees, WGS 84). Apple's systems know no `geo:` (RFC 5870) and open
 * Maps by `maps:`; Android and others know `geo:`, and need the point twice to set a pin there.
 */
export function directionsTo(latitude: number, longitude: number, userAgent: string): string {
  const point = `${latitude},${longitude}`;
  return isApple(userAgent) ? `maps:?daddr=${point}` : `geo:${point}?q=${point}`;
}

/** A link with which the maps app searches for the address, where the home's position is not known. */
export function directionsToAddress(address: string, userAgent: string): string {
  const asked = encodeURIComponent(address);
  return isApple(userAgent) ? `maps:?daddr=${asked}` : `geo:0,0?q=${asked}`;
}

/** An iPad calls itself a Macintosh; both have the same app. */
const isApple = (userAgent: string): boolean => /iPhone|iPad|iPod|Macintosh/.test(userAgent);
