// Finds words for people that are written in a component or in its code, so that they can move to a `words` file, where they
// can be read through and translated. Used by tests/rooms/words.test.ts.
import { basename } from 'node:path';
import { parse } from 'svelte/compiler';
import ts from 'typescript';

export type Found = { line: number; text: string };

/** Whether the file is one of those that hold words: `words.ts`, `…-words.ts`, and the folder of words that all rooms share. */
export const holdsWords = (file: string): boolean =>
  /(^|-)words\.ts$/.test(basename(file)) || file.startsWith('client/lib/words/');

/** Attributes that are read by a person or aloud. All others of an element hold code. */
const readAttributes = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
]);

/** Names of keys and the like, which look like words. */
const codeWords =
  /^(Enter|Escape|Tab|Space|Backspace|Delete|Home|End|PageUp|PageDown|Arrow(Up|Down|Left|Right)|Shift|Control|Alt|Meta)$/;

/** Two words, or one that begins as a sentence does. */
const isSentence = (whole: string): boolean => {
  const text = readOf(whole);
  return (
    !codeWords.test(text.trim()) &&
    (/\p{Ll}{2,}[,;:]? \p{L}+/u.test(text) || /(^|\s)\p{Lu}\p{Ll}{2,}(\s|$|[.…:,?!])/u.test(text))
  );
};

/** Functions whose first argument is code: a query of CSS, the names of events. */
const takesCode =
  /(^|\.)(matchMedia|querySelector|querySelectorAll|closest|matches|on|off|addEventListener|FontFace)$/;

/** Names of GeoJSON: code where they are the value of `type`. */
const geoTypes = /^(Feature|FeatureCollection|Point|LineString|Polygon)$/;

/** What a person reads of a piece of markup: the text between its tags, and the attributes that are read. */
const readOf = (text: string): string =>
  text.replace(/<\/?[a-z][^<>]*>/g, (tag) =>
    [...tag.matchAll(/\s([a-z-]+)="([^"]*)"/g)]
      .filter(([, name]) => readAttributes.has(name!))
      .map(([, , value]) => ` ${value} `)
      .join(' '),
  );

const hasLetters = (text: string): boolean => /\p{L}{2,}/u.test(text);

type Node = { type: string; start: number; end: number; [key: string]: unknown };

/** The words of a component: its text, what is read of its attributes, and the strings in its code. */
export function wordsInComponent(source: string): Found[] {
  const found: Found[] = [];
  const add = (node: Node, text: string) =>
    found.push({
      line: source.slice(0, node.start).split('\n').length,
      text: text.replace(/\s+/g, ' ').trim(),
    });
  const addString = (node: Node, text: unknown) => {
    if (typeof text === 'string' && isSentence(text) && !isStyle(text)) add(node, text);
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (value === null || typeof value !== 'object') return;
    const node = value as Node;
    switch (node.type) {
      case 'Text':
        if (hasLetters(node['data'] as string)) add(node, node['data'] as string);
        return;
      case 'Literal':
        addString(node, node['value']);
        return;
      case 'TemplateElement':
        addString(node, (node['value'] as { raw: string }).raw);
        return;
      case 'CallExpression':
      case 'NewExpression': {
        const { callee, arguments: values } = node as unknown as { callee: Node; arguments: Node[] };
        visit(callee);
        return visit(takesCode.test(source.slice(callee.start, callee.end)) ? values.slice(1) : values);
      }
      case 'BinaryExpression': {
        const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
        if (operator === 'in') return visit(right);
        const isCompared = /^[!=]==$/.test(operator);
        return visit([left, right].filter(({ type }) => !isCompared || type !== 'Literal'));
      }
      case 'ImportDeclaration':
      case 'StyleDirective':
      case 'ClassDirective':
        return;
    }
    for (const [key, child] of Object.entries(node)) {
      if (key === 'css' || key === 'options' || key === 'metadata' || key === 'leadingComments') continue;
      if (key === 'attributes') for (const attribute of child as Node[]) visitAttribute(node, attribute);
      else if (key !== 'type' && key !== 'loc') visit(child);
    }
  };
  const visitAttribute = (owner: Node, attribute: Node): void => {
    if (attribute.type !== 'Attribute') return visit(attribute['expression']);
    const name = attribute['name'] as string;
    if (name === 'class' || name === 'style' || name.startsWith('data-')) return;
    const parts = Array.isArray(attribute['value'])
      ? (attribute['value'] as Node[])
      : [attribute['value'] as Node];
    for (const part of parts)
      if (part?.type !== 'Text') visit(part);
      else if (
        readAttributes.has(name)
          ? hasLetters(part['data'] as string)
          : owner.type === 'Component' && isSentence(part['data'] as string)
      )
        add(part, part['data'] as string);
  };
  const root = parse(source, { modern: true }) as unknown as { [key: string]: Node | null };
  visit(root['fragment']);
  visit((root['instance'] as { content?: Node } | null)?.content);
  visit((root['module'] as { content?: Node } | null)?.content);
  return found;
}

/** The words of a program: strings that are sentences, but for what an engineer reads (errors, the console) and types. */
export const wordsInProgram = (file: string, source: string): Found[] =>
  stringsOf(file, source).filter(({ text }) => isSentence(text) && !isStyle(text));

/** A value of CSS: a function, or a list of fonts. */
const isStyle = (text: string): boolean => /^[a-z-]+\(|, ?(sans-serif|serif|monospace)$/.test(text);

/** All strings of a program; a template counts as one, with '1' for each of its values. Without errors, logs and types. */
export function stringsOf(file: string, source: string): Found[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const add = (node: ts.Node, text: string) =>
    found.push({ line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: text.trim() });
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText(tree))) return;
    if (ts.isCallExpression(node) && /^(console|log)\./.test(node.expression.getText(tree))) return;
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      takesCode.test(node.expression.getText(tree))
    ) {
      visit(node.expression);
      return void node.arguments?.slice(1).forEach(visit);
    }
    if (ts.isBinaryExpression(node) && /\.className$/.test(node.left.getText(tree))) return;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword)
      return visit(node.right);
    if (ts.isBinaryExpression(node) && isComparison(node.operatorToken.kind))
      return [node.left, node.right].filter((one) => !ts.isStringLiteralLike(one)).forEach(visit);
    if (isOfError(node)) return;
    if (isGeoType(node)) return;
    if (ts.isStringLiteralLike(node)) add(node, node.text);
    if (ts.isTemplateExpression(node))
      add(node, node.head.text + node.templateSpans.map(({ literal }) => `1${literal.text}`).join(''));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** `===` or `!==`: a string next to it is a key, and is found where it is made if that is ours. */
const isComparison = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;

/** The name and the message of an error, where its class sets them. */
const isOfError = (node: ts.Node): boolean => {
  const sets =
    (ts.isBinaryExpression(node) && node.left.getText() === 'this.name') ||
    (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword);
  const owner = sets ? ts.findAncestor(node, ts.isClassDeclaration) : undefined;
  return /^extends \w*Error$/.test(owner?.heritageClauses?.[0]?.getText() ?? '');
};

/** `type: 'Feature'`, also with `as const`. */
const isGeoType = (node: ts.Node): boolean => {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'type') return false;
  const value = ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
  return ts.isStringLiteralLike(value) && geoTypes.test(value.text);
};
