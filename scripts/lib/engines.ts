// WebKit and Firefox as this machine has them: where they are, and which packages of Debian or Ubuntu bring what is missing.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const webkitPackages = ['webkit2gtk-driver', 'libwebkit2gtk-4.1-0', 'xvfb'] as const;
export const firefoxPackages = ['firefox-esr'] as const;

function inPath(name: string): string | null {
  const folder = (process.env['PATH'] ?? '').split(delimiter).find((one) => existsSync(join(one, name)));
  return folder ? join(folder, name) : null;
}

/** MiniBrowser is in no folder of programs: it lies with WebKitGTK's libraries, below the machine's name. */
function miniBrowser(): string | null {
  for (const libraries of ['/usr/lib', '/usr/libexec'])
    for (const machine of existsSync(libraries) ? ['.', ...readdirSync(libraries)] : [])
      if (machine === '.' || machine.endsWith('-linux-gnu'))
        for (const version of ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0']) {
          const path = join(libraries, machine, version, 'MiniBrowser');
          if (existsSync(path)) return path;
        }
  return null;
}

export type WebkitPrograms = { driver: string; browser: string; screen: string };

/** WebKit's driver, its browser and a virtual screen; null if one of them is missing. */
export function findWebkit(): WebkitPrograms | null {
  const [driver, screen, browser] = [inPath('WebKitWebDriver'), inPath('Xvfb'), miniBrowser()];
  return driver && screen && browser ? { driver, screen, browser } : null;
}

/** FIREFOX_PATH, else the system's; null if there is none. */
export function findFirefox(): string | null {
  return process.env['FIREFOX_PATH'] ?? inPath('firefox-esr') ?? inPath('firefox');
}

/** A line for each engine that this machine lacks: what is left out, and how to get it. */
export function leftOut(): string[] {
  const line = (name: string, packages: readonly string[]) =>
    `Left out: every test in ${name}, which is not installed here. To get it: apt-get install ${packages.join(' ')}`;
  return [
    ...(findWebkit() ? [] : [line('WebKit', webkitPackages)]),
    ...(findFirefox() ? [] : [line('Firefox', firefoxPackages)]),
  ];
}
