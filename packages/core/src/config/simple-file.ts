/**
 * A quick reader for configuration files of the plainest form. It reads maps, lists and one-line scalars in block
 * form, and plain lists and maps in brackets, and gives up on everything else, so that commands need not load a YAML parser for the usual file.
 */
import type { MutableDict, Value } from "../base/value.js";
import type { ComposedYaml } from "../yaml/compose.js";
import { readPlainFlow } from "../yaml/plain-flow.js";
import { isPlainScalar, resolveScalar } from "../yaml/scalar.js";

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/** Reads a text, or gives undefined when it needs a real YAML parser (also when something is wrong with it). */
export function readSimpleYaml(text: string): ComposedYaml | undefined {
  if (/[^\n\x20-\x7e]/.test(text)) return undefined;
  const lines = significantLines(text);
  const reader = new SimpleReader(lines);
  const [first] = lines;
  if (first === undefined) return { value: null, lines: new Map() };
  if (first.indent !== 0 || isItem(first)) return undefined;
  const value = reader.map(0);
  return value !== undefined && reader.atEnd ? { value, lines: reader.topLines } : undefined;
}

function significantLines(text: string): Line[] {
  const lines: Line[] = [];
  text.split("\n").forEach((raw, at) => {
    const content = raw.trim();
    if (content === "" || content.startsWith("#")) return;
    lines.push({
      number: at + 1,
      indent: raw.length - raw.trimStart().length,
      text: content.replace(/ +#.*$/, ""),
    });
  });
  return lines;
}

const isItem = (line: Line): boolean => line.text.startsWith("- ") || line.text === "-";

class SimpleReader {
  readonly topLines = new Map<string, number>();
  readonly #lines: readonly Line[];
  #at = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
  }

  get atEnd(): boolean {
    return this.#at >= this.#lines.length;
  }

  /** The map whose keys stand at `indent`; undefined when something is not plain. */
  map(indent: number): Value | undefined {
    const out: MutableDict = new Map();
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[this.#at]) {
      if (line.indent < indent || isItem(line)) break;
      const [, key, rest] = /^([A-Za-z_][\w.-]*):(?: +(.*))?$/.exec(line.text) ?? [];
      if (line.indent > indent || key === undefined || typeof resolveScalar(key) !== "string")
        return undefined;
      if (out.has(key)) return undefined;
      this.#at += 1;
      const value = rest === undefined ? this.#below(indent) : scalar(rest);
      if (value === undefined) return undefined;
      out.set(key, value);
      if (indent === 0) this.topLines.set(key, line.number);
    }
    return out;
  }

  /** What stands under a key without a value on its line: a list, a map or nothing. */
  #below(indent: number): Value | undefined {
    const next = this.#lines[this.#at];
    if (next === undefined || next.indent < indent) return null;
    if (isItem(next)) return this.#list(next.indent);
    return next.indent > indent ? this.map(next.indent) : null;
  }

  #list(indent: number): Value | undefined {
    const items: Value[] = [];
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[this.#at]) {
      if (line.indent < indent || !isItem(line)) break;
      const item = line.indent === indent ? scalar(line.text.slice(1).trim()) : undefined;
      if (item === undefined) return undefined;
      items.push(item);
      this.#at += 1;
    }
    return items;
  }
}

function scalar(text: string): Value | undefined {
  const [, single] = /^'([^'#]*)'$/.exec(text) ?? [];
  const [, double] = /^"([^"\\#]*)"$/.exec(text) ?? [];
  const quoted = single ?? double;
  if (quoted !== undefined) return quoted;
  if (text.startsWith("[") || text.startsWith("{")) return readPlainFlow(text);
  return isPlainScalar(text) ? resolveScalar(text) : undefined;
}
