// Lines of a comma-separated file as records by its heading, with the line number that a person sees in the file.
// Quoted fields may hold commas, doubled quotes and line breaks (RFC 4180).

export type Line = { line: number; fields: Record<string, string> };

/** Refuses (throws) a file without a heading or with a field too many or too few, naming the line. */
export function readCsv(text: string): Line[] {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  const heading = rows.shift()?.fields.map((name) => name.trim().toLowerCase());
  if (!heading || heading.every((name) => name === ''))
    throw new Error('The file is empty: its first line must name the columns.');
  return rows.map(({ line, fields }) => {
    if (fields.length !== heading.length)
      throw new Error(`Line ${line} has ${fields.length} fields; the heading has ${heading.length}.`);
    return { line, fields: Object.fromEntries(heading.map((name, i) => [name, fields[i]!.trim()])) };
  });
}

function rowsOf(text: string): { line: number; fields: string[] }[] {
  const rows: { line: number; fields: string[] }[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let began = 1;
  const end = (): void => {
    fields.push(field);
    if (fields.length > 1 || field.trim() !== '') rows.push({ line: began, fields });
    fields = [];
    field = '';
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '\n') line++;
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"' && field === '') quoted = true;
    else if (c === ',') {
      fields.push(field);
      field = '';
    } else if (c === '\n') {
      end();
      began = line;
    } else if (c !== '\r') field += c;
  }
  if (quoted) throw new Error(`A quote that opens on line ${began} is never closed.`);
  end();
  return rows;
}
