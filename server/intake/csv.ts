// Lines of a comma-separated file as records by its heading, with the line number that a person sees in the file.
// Quoted fields may hold commas, doubled quotes and line breaks (RFC 4180). A line ends with LF, CR LF or CR alone, which
// is what older programs and "CSV (Macintosh)" write.

export type Line = { line: number; fields: Record<string, string> };

/**
 * The text of a file's bytes: UTF-8 or UTF-16 by its byte order mark, else UTF-8. Throws where the bytes are a workbook,
 * or not text in any of these encodings.
 */
export function textOf(bytes: Uint8Array): string {
  // An .xlsx file is a zip archive; an .xls file is an OLE compound file.
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new Error('The file is a spreadsheet workbook. Save it as CSV (UTF-8).');
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : startsWith(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : 'utf-8';
  const notText = new Error('The file is not plain text. Save it as CSV (UTF-8).');
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw notText;
  }
  // UTF-16 without a byte order mark is full of these.
  if (text.includes('\0')) throw notText;
  return text;
}

const startsWith = (bytes: Uint8Array, mark: number[]) => mark.every((byte, i) => bytes[i] === byte);

/** Throws for a file without a heading or with a field too many or too few, naming the line. */
export function readCsv(text: string): Line[] {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''));
  const heading = rows.shift()?.fields.map((name) => name.trim().toLowerCase());
  if (!heading || heading.every((name) => name === ''))
    throw new Error('The file is empty: its first line must name the columns.');
  const twice = heading.find((name, i) => name !== '' && heading.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`The heading names the column ${twice} twice.`);
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
    // The LF of a CR LF ends the line; its CR is ignored.
    const ends = c === '\n' || (c === '\r' && text[i + 1] !== '\n');
    if (ends) line++;
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"' && field === '') quoted = true;
    else if (c === ',') {
      fields.push(field);
      field = '';
    } else if (ends) {
      end();
      began = line;
    } else if (c !== '\r') field += c;
  }
  if (quoted) throw new Error(`A quote that opens on line ${began} is never closed.`);
  end();
  return rows;
}
