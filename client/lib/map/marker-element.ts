// The element of one marker: a button with a mark (shape, letter, colour by action), an alert sign, a ring when someone
// is on the way, a stroke through it when stood down. Changed in place; nothing is touched that looks the same.
import { countMarks, groupLabel, markOf, type MapCase } from './case.ts';
import { letterY, outlines } from '../words/actions.ts';

/** Drawn smaller: nothing needs to be done. */
const quiet = new Set(['wait', 'hold', 'none']);

export function newMarker(): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'map-marker';
  button.tabIndex = -1;
  return button;
}

const alertSign =
  '<svg class="map-alert" viewBox="0 0 16 16"><path d="M8 .8 15.6 14.6H.4z"/><rect x="7.1" y="5.4" width="1.8" height="5" rx=".9"/><circle cx="8" cy="12.3" r="1.05"/></svg>';

/** All that is drawn; the words are in the label. */
export function caseSignature(c: MapCase, chosen: boolean): string {
  const { shape, text, colour } = markOf(c);
  return `${c.action}|${shape}${text}${colour}|${c.alert}|${c.onTheWay}|${c.stoodDown}|${chosen}`;
}

export function drawCase(button: HTMLButtonElement, c: MapCase, chosen: boolean): void {
  const { shape, text, colour } = markOf(c);
  button.className = [
    'map-marker',
    shape === 'ring' ? 'hollow' : '',
    quiet.has(c.action) && !c.mark && c.stop === undefined && !chosen ? 'quiet' : '',
    text.length > 1 ? 'long' : '',
    chosen ? 'chosen' : '',
    c.onTheWay ? 'on-the-way' : '',
    c.stoodDown ? 'stood-down' : '',
  ]
    .filter(Boolean)
    .join(' ');
  button.style.setProperty('--mark', colour);
  button.setAttribute('aria-pressed', String(chosen));
  button.innerHTML =
    `<span class="map-face">${chosen ? '<svg class="map-stem" viewBox="0 0 12 12"><path d="M0 0h12L6 10z"/></svg>' : ''}` +
    `<svg class="map-mark" viewBox="-2 -2 32 32"><path class="map-shadow" d="${outlines[shape]}"/><path class="map-shape" d="${outlines[shape]}"/>` +
    `<text x="14" y="${letterY(shape)}" text-anchor="middle">${plainText(text)}</text>` +
    `${c.stoodDown ? '<path class="map-strike" d="M1 27 27 1"/>' : ''}</svg>${c.alert ? alertSign : ''}</span>`;
}

/** Initials are somebody's: nothing of them is taken for markup. */
const plainText = (text: string): string => text.replace(/[^\p{Letter}\p{Number}✓–]/gu, '');

/** A text that is the same for groups that look the same. */
export function groupSignature(cases: readonly MapCase[], kind: 'building' | 'cluster'): string {
  const counts = countMarks(cases).map(({ colour, count }) => `${colour}${count}`);
  const flags = cases.reduce((sum, c) => sum + (c.alert ? 1 : 0) + (c.onTheWay ? 1000 : 0), 0);
  return `${kind}|${counts.join()}|${flags}`;
}

export function drawGroup(
  button: HTMLButtonElement,
  cases: readonly MapCase[],
  kind: 'building' | 'cluster',
): void {
  const count = cases.length;
  // Never wider than the distance that clusters keep from each other.
  const size = kind === 'building' ? 32 : Math.round(Math.min(46, 28 + 3.2 * Math.log2(count)));
  button.className = `map-marker map-group ${kind}${cases.some((c) => c.onTheWay) ? ' on-the-way' : ''}`;
  button.setAttribute('aria-label', groupLabel(cases, kind === 'building'));
  button.removeAttribute('aria-pressed');
  button.style.setProperty('--size', `${size}px`);
  const text = count > 999 ? `${(count / 1000).toFixed(1)}k` : count;
  button.innerHTML = `<span class="map-face">${ring(cases, size, kind)}<span class="map-count">${text}</span>${
    // Nearly every large cluster holds an alert somewhere: its label says so, and the sign is at the door.
    kind === 'building' && cases.some((c) => c.alert) ? alertSign : ''
  }</span>`;
}

/** What the group is made of, as pieces of its border. */
function ring(cases: readonly MapCase[], size: number, kind: 'building' | 'cluster'): string {
  const r = size / 2 - 2.5;
  const body =
    kind === 'cluster'
      ? { d: `M${size / 2} 2.5a${r} ${r} 0 1 1 -.01 0z`, around: 2 * Math.PI * r }
      : { d: `M${size / 2} 2.5h${r - 5}a5 5 0 0 1 5 5v${2 * r - 10}a5 5 0 0 1 -5 5h${-(2 * r - 10)}a5 5 0 0 1 -5 -5v${-(2 * r - 10)}a5 5 0 0 1 5 -5z`, around: 4 * (2 * r - 10) + 10 * Math.PI }; // prettier-ignore
  let start = 0;
  const pieces = countMarks(cases).map(({ colour, count }) => {
    const long = (count / cases.length) * body.around;
    const piece = `<path d="${body.d}" style="stroke:${colour};stroke-dasharray:${long.toFixed(1)} ${body.around.toFixed(1)};stroke-dashoffset:${(-start).toFixed(1)}"/>`;
    start += long;
    return piece;
  });
  return `<svg class="map-ring" viewBox="0 0 ${size} ${size}"><path class="map-disc" d="${body.d}"/>${pieces.join('')}</svg>`;
}
