/**
 * The blocks of a `.sources` file, apt's newer form of a list of sources: fields with names, comments around them.
 */

/** One block, as it stands between two empty lines. */
export interface SourceBlock {
  /** Comments that stand before the first field. */
  readonly header: readonly string[];
  /** By the name as it is written; a value of several lines keeps its ends of lines. */
  readonly fields: ReadonlyMap<string, string>;
  /** Comments that stand between fields or behind them; they are written behind them. */
  readonly footer: readonly string[];
}

const FIELD = /^([^\s:]+):\s*(.*)$/;

/** Reads all blocks that have a field. */
export function parseBlocks(text: string): readonly SourceBlock[] {
  return text
    .split(/\n(?:[ \t\r]*\n)+/)
    .map(parseBlock)
    .filter(({ fields, header }) => fields.size > 0 || header.length > 0);
}

function parseBlock(text: string): SourceBlock {
  const header: string[] = [];
  const footer: string[] = [];
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split("\n")) {
    const [, found, value = ""] = FIELD.exec(line) ?? [];
    if (line.startsWith("#")) (name === undefined ? header : footer).push(line);
    else if (found !== undefined && !/^\s/.test(line)) {
      name = found;
      fields.set(found, value.trimEnd());
    } else if (name !== undefined && line.trim() !== "") fields.set(name, `${fields.get(name)}\n${line}`);
  }
  return { header, fields, footer };
}

/** A field, whatever the case of its name. */
export function fieldOf(block: SourceBlock, name: string): string | undefined {
  const written = writtenName(block, name);
  return written === undefined ? undefined : block.fields.get(written)?.trim();
}

/** The words of a field. */
export function wordsOfField(block: SourceBlock, name: string): readonly string[] {
  return (fieldOf(block, name) ?? "").split(/\s+/).filter((word) => word !== "");
}

/** A block with another value in a field; an empty one takes the field out. */
export function withField(block: SourceBlock, name: string, value: string): SourceBlock {
  const fields = new Map(block.fields);
  const written = writtenName(block, name) ?? name;
  if (value === "") fields.delete(written);
  else fields.set(written, value);
  return { ...block, fields };
}

/** The text of a file with these blocks. */
export function blocksText(blocks: readonly SourceBlock[]): string {
  return blocks.map(blockText).join("\n");
}

function blockText({ header, fields, footer }: SourceBlock): string {
  const lines = [...fields].map(([name, value]) =>
    value.startsWith("\n") ? `${name}:${value}` : `${name}: ${value}`,
  );
  return [...header, ...lines, ...footer].map((line) => `${line}\n`).join("");
}

function writtenName({ fields }: SourceBlock, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return [...fields.keys()].find((one) => one.toLowerCase() === wanted);
}
