// Runs in the page: what is wrong with its layout that a person would see at once, as sentences. A plain script without
// imports; layout-faults.ts loads it. Each rule errs on the side of silence: what it reports is wrong.

/**
 * @param {{ touch: boolean }} options touch: controls have to be large enough for a finger.
 * @returns {string[]} one sentence for each fault: its kind, the element and its text.
 */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- called by the expression that layout-faults.ts makes
function layoutFaults({ touch }) {
  const faults = new Set();
  // A modal dialog hides the rest of the page from the person, so only the dialog is measured.
  const modals = [
    ...document.querySelectorAll(
      'dialog:modal, [role=dialog][aria-modal=true], [role=dialog][data-state=open]',
    ),
  ];
  const root = modals.at(-1) ?? document.body;
  // Everything is found under its point, also what the pointer passes through (labels of charts).
  const style = document.createElement('style');
  style.textContent = '* { pointer-events: auto !important; }';
  document.head.append(style);

  const controls =
    'button, a[href], summary, select, textarea, input:not([type=hidden], [type=range]), [role=button], [role=tab]';
  const styleOf = (element) => getComputedStyle(element);
  const textOf = (element) =>
    (element.innerText ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60);
  const nameOf = (element) => {
    const id = element.dataset?.testid ?? '';
    const css =
      typeof element.className === 'string' ? element.className.replace(/\bs(velte)?-\S+/g, '').trim() : '';
    return element.tagName.toLowerCase() + (id && `[${id}]`) + (css && `.${css.replace(/\s+/g, '.')}`);
  };
  const report = (kind, element, more) =>
    faults.add(`${kind}: ${nameOf(element)} "${textOf(element)}" ${more}`);

  /** Shown to the eye: not hidden, and not reduced to a point for screen readers only. */
  const isShown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const { width, height } = one.getBoundingClientRect();
      const { clipPath, clip, overflow, display, position } = styleOf(one);
      if (display === 'contents') continue;
      if ((width <= 1 || height <= 1) && overflow !== 'visible') return false;
      if (/inset\((50|100)%/.test(clipPath) || (clip !== 'auto' && position === 'absolute')) return false;
    }
    return true;
  };

  /** The texts that are shown: each with its element and the boxes of its lines. */
  const texts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (
      !node.data.trim() ||
      !element ||
      /^(SCRIPT|STYLE|OPTION|TITLE|TEXTAREA|NOSCRIPT)$/i.test(element.tagName)
    )
      continue;
    if (!isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    if (boxes.length > 0) texts.push({ node, element, boxes });
  }

  wordsBroken();
  textsClipped();
  textsOverlapping();
  controlsTall();
  if (touch) controlsSmall();
  orderChanged();
  style.remove();
  return [...faults];

  function wordsBroken() {
    for (const { node, element, boxes } of texts) {
      if (boxes.length < 2 || styleOf(element).hyphens === 'auto') continue;
      for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}£][\p{L}\p{N}’',.]*/gu)) {
        // An e-mail address, a link or a code may break, and so may a word that no phone has room for.
        const around = /\S*$/.exec(node.data.slice(0, index))[0] + /^\S*/.exec(node.data.slice(index))[0];
        if (word.length < 2 || word.length > 22 || /[@/_\\]|\w\.\w{2}/.test(around)) continue;
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = [...range.getClientRects()].filter(({ width }) => width > 0.5);
        if (tops.length > 1 && Math.abs(tops.at(-1).top - tops[0].top) > tops[0].height / 2)
          report('broken word', element, `breaks inside "${word}"`);
      }
    }
  }

  function clipsAt(element) {
    const { overflowX, overflowY } = styleOf(element);
    return { x: /hidden|clip/.test(overflowX), y: /hidden|clip/.test(overflowY) };
  }

  /**
   * Looks outwards from an element for what cuts it: an ancestor's `overflow: hidden`, also one around something that is
   * scrolled or shortened. From there on it is the box of that which has to be whole: what of a scrolled list is
   * outside its frame can be scrolled to, but not what of the frame itself is cut.
   * `give`: the share of a box's height that may be outside, since the box of a line is higher than its letters.
   */
  function cutter(element, boxes, give) {
    const svg = element.closest('svg');
    let inner = boxes;
    let allowed = give;
    // Something placed absolutely is cut only from the ancestor on that it is placed in.
    let placed = false;
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const { overflowX, overflowY, textOverflow, webkitLineClamp, display, position } = styleOf(around);
      const clips = clipsAt(around);
      // Of a moving surface (a map, a track of slides) some part is always outside.
      if (around.matches('.leaflet-container, [data-moving]')) return null;
      const drawsOutside = svg && around === svg.parentElement && svg.overflow === 'visible';
      if (position !== 'static') placed = false;
      const holds = display !== 'inline' && display !== 'contents' && !drawsOutside && !placed;
      // Shortened on purpose, with a mark that says so; or scrolled. Then this box itself has to be whole.
      const shortened = textOverflow === 'ellipsis' || webkitLineClamp !== 'none';
      const scrolled = /auto|scroll/.test(`${overflowX} ${overflowY}`);
      if (holds && (shortened || scrolled)) {
        inner = [around.getBoundingClientRect()];
        allowed = 0;
      } else if (holds && (clips.x || clips.y)) {
        const box = around.getBoundingClientRect();
        const cut = inner.some(({ left, right, top, bottom, height }) => {
          const over = Math.max(2, height * allowed);
          return (
            (clips.x && (right > box.right + 2 || left < box.left - 2)) ||
            (clips.y && (bottom > box.bottom + over || top < box.top - over))
          );
        });
        if (cut) return around;
      }
      if (position === 'fixed') return null;
      if (position === 'absolute') placed = true;
    }
    return null;
  }

  function textsClipped() {
    const reported = new Set();
    for (const { element, boxes } of texts) {
      const around = cutter(element, boxes, 1 / 4);
      if (around) report('cut text', element, `by ${nameOf(around)}`);
      if (around) reported.add(element);
    }
    // The edge of a button or a field is cut although its text is whole.
    for (const control of root.querySelectorAll(controls)) {
      if (!isShown(control) || [...reported].some((one) => control.contains(one))) continue;
      const around = cutter(control, [control.getBoundingClientRect()], 0);
      if (around) report('cut control', control, `by ${nameOf(around)}`);
    }
  }

  function textsOverlapping() {
    const lines = texts
      .flatMap(({ element, boxes }) =>
        boxes.map(({ left, right, top, bottom, height }) => ({
          element,
          left: left + 1,
          right: right - 1,
          // The box of a line is higher than its letters.
          top: top + height * 0.25,
          bottom: bottom - height * 0.25,
        })),
      )
      .filter(
        ({ top, bottom, left, right }) => bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
      )
      .sort((a, b) => a.top - b.top);
    for (const [index, a] of lines.entries())
      for (let next = index + 1; next < lines.length && lines[next].top < a.bottom; next++) {
        const b = lines[next];
        if (a.element === b.element || b.right <= a.left || a.right <= b.left) continue;
        const x = (Math.max(a.left, b.left) + Math.min(a.right, b.right)) / 2;
        const y = (Math.max(a.top, b.top) + Math.min(a.bottom, b.bottom)) / 2;
        const stack = document.elementsFromPoint(x, y);
        const [low, high] = [stack.indexOf(a.element), stack.indexOf(b.element)].sort(
          (one, other) => other - one,
        );
        if (high < 0) continue;
        const covered = stack.slice(0, low).some(isOpaque);
        if (!covered)
          report('overlapping text', a.element, `and ${nameOf(b.element)} "${textOf(b.element)}"`);
      }
  }

  function isOpaque(element) {
    const { backgroundColor, backgroundImage, opacity } = styleOf(element);
    const alpha = /rgba?\([^)]*[,/]\s*([\d.]+)\)$/.exec(backgroundColor);
    const solid =
      backgroundColor.startsWith('rgba') || backgroundColor.includes('/')
        ? Number(alpha?.[1] ?? 1) > 0.9
        : true;
    return (solid || backgroundImage !== 'none') && Number(opacity) > 0.9;
  }

  /** The height of what a control holds: from the top of its first text or picture to the bottom of its last, in px. */
  function contentHeight(control) {
    let top = Infinity;
    let bottom = -Infinity;
    for (const { element, boxes } of texts)
      if (control.contains(element))
        for (const box of boxes) [top, bottom] = [Math.min(top, box.top), Math.max(bottom, box.bottom)];
    for (const picture of control.querySelectorAll('svg, img, canvas, progress, hr')) {
      const box = picture.getBoundingClientRect();
      if (box.height > 0) [top, bottom] = [Math.min(top, box.top), Math.max(bottom, box.bottom)];
    }
    return Math.max(0, bottom - top);
  }

  function controlsTall() {
    for (const control of root.querySelectorAll(
      'button, a.button, .chip, summary, select, input, [role=tab]',
    )) {
      if (!isShown(control) || control.matches('[type=checkbox], [type=radio], [type=range], [type=file]'))
        continue;
      const { height } = control.getBoundingClientRect();
      const { minHeight, borderTopWidth, borderLeftWidth } = styleOf(control);
      // Without an edge or a ground of its own its height is only a larger place to press.
      if (
        !isOpaque(control) &&
        !(Number.parseFloat(borderTopWidth) > 0 && Number.parseFloat(borderLeftWidth) > 0)
      )
        continue;
      // A control that is meant to be large says so with its own minimum.
      const least = Math.max(
        48,
        Number.parseFloat(minHeight) || 0,
        Number.parseFloat(styleOf(control).fontSize) * 3.2,
      );
      if (height > Math.max(least, contentHeight(control) + 34) + 1)
        report('tall control', control, `is ${Math.round(height)} px high`);
    }
  }

  function controlsSmall() {
    for (const control of root.querySelectorAll(controls)) {
      if (!isShown(control) || control.matches(':disabled')) continue;
      // A link in a sentence is as high as its line (WCAG 2.2, 2.5.8: inline).
      const parent = control.parentElement;
      if (styleOf(control).display === 'inline' && parent && textOf(parent) !== textOf(control)) continue;
      const target = control.matches('[type=checkbox], [type=radio]')
        ? (control.closest('label') ?? control)
        : control;
      const { width, height } = target.getBoundingClientRect();
      // A larger area for the finger may be laid over the control.
      const { width: padded, height: over } = ['::before', '::after']
        .map((pseudo) => getComputedStyle(target, pseudo))
        .filter(({ content, position }) => content !== 'none' && position === 'absolute')
        .reduce(
          (most, { width: w, height: h }) => ({
            width: Math.max(most.width, Number.parseFloat(w) || 0),
            height: Math.max(most.height, Number.parseFloat(h) || 0),
          }),
          { width, height },
        );
      if (over < 43.5 || padded < 23.5)
        report('small target', control, `is ${Math.round(padded)} × ${Math.round(over)} px`);
    }
  }

  /** The order of the keyboard is that of the page's source: what it reaches may not be shown in another. */
  function orderChanged() {
    for (const element of root.querySelectorAll('[tabindex]'))
      if (element.tabIndex > 0) report('focus order', element, `has the tab index ${element.tabIndex}`);
    for (const around of root.querySelectorAll('*')) {
      const { display, flexDirection } = styleOf(around);
      if (!/flex|grid/.test(display)) continue;
      // data-reached-first: a bar that is always in sight, and that the keyboard reaches before the long page above it.
      const reached = [...around.children].filter(
        (child) =>
          !child.matches('[data-reached-first]') &&
          (child.matches(controls) || child.querySelector(controls)) &&
          isShown(child),
      );
      const moved = reached.filter(
        (child, index) =>
          index > 0 && Number(styleOf(child).order) < Number(styleOf(reached[index - 1]).order),
      );
      if (moved.length > 0)
        report('focus order', moved[0], 'is shown in another place than the keyboard reaches it');
      else if (reached.length > 1 && /reverse/.test(flexDirection))
        report('focus order', reached[0], 'is shown in another place than the keyboard reaches it');
    }
  }
}
