/**
 * Values as YAML, in the block style and to the letter of PyYAML's C emitter.
 */
import type { Dict, Value } from "@salt/core";
import { Float, floatRepr, isDict, isFloat, isList, OrderedDict, pythonStr } from "@salt/core";
import { isSortable, sortedEntries } from "./text/sorted.js";
import type { ScalarStyle } from "./text/yaml-scalar.js";
import { hasBreak, styleOf } from "./text/yaml-scalar.js";
import { YamlWriter } from "./text/yaml-writer.js";

/** How `yamlText` writes. */
export interface YamlOptions {
  /** Spaces per level, 2 to 9; 2 when absent or anything else. */
  readonly indent?: number | undefined;
  /** Everything in brackets, like JSON. */
  readonly flow?: boolean | undefined;
}

/** Longest key that stands in front of its colon; longer ones get a question mark. */
const MAX_SIMPLE_KEY = 128;
const BASE64_LINE = 76;

/** The document of a value, with a newline at its end. */
export function yamlText(value: Value, options: YamlOptions = {}): string {
  const emitter = new Emitter(options);
  emitter.node(value, { indent: -1, inMap: false, simpleKey: false });
  return `${emitter.text}\n`;
}

/** Where a node stands. */
interface Place {
  /** Column of what it belongs to; -1 at the top. */
  readonly indent: number;
  readonly inMap: boolean;
  readonly simpleKey: boolean;
}

class Emitter {
  readonly #writer = new YamlWriter();
  readonly #step: number;
  readonly #flow: boolean;

  constructor({ indent = 2, flow = false }: YamlOptions) {
    this.#step = indent >= 2 && indent <= 9 ? indent : 2;
    this.#flow = flow;
  }

  get text(): string {
    return this.#writer.text;
  }

  node(value: Value, place: Place): void {
    const empty = (isList(value) && value.length === 0) || (isDict(value) && value.size === 0);
    const flow = this.#flow || empty || place.simpleKey;
    if (isList(value)) flow ? this.#flowList(value, place) : this.#blockList(value, place);
    else if (isDict(value)) flow ? this.#flowMap(value, place) : this.#blockMap(value, place);
    else if (value instanceof Uint8Array) this.#binary(value, this.#deeper(place.indent, true));
    else this.#scalar(value, place);
  }

  /** Lists in maps stand below the column of their key, lists in lists on the line of the dash. */
  #blockList(items: readonly Value[], place: Place): void {
    const inline = place.inMap && !this.#writer.isAtIndent;
    const indent = inline ? Math.max(place.indent, 0) : this.#deeper(place.indent, false);
    for (const item of items) {
      this.#writer.indentTo(indent);
      this.#writer.indicator("-", { spaceBefore: true, keepsIndent: true });
      this.node(item, { indent, inMap: false, simpleKey: false });
    }
  }

  #blockMap(map: Dict, place: Place): void {
    const indent = this.#deeper(place.indent, false);
    for (const [key, item] of entriesOf(map)) {
      this.#writer.indentTo(indent);
      if (isSimpleKey(key)) {
        this.node(key, { indent, inMap: true, simpleKey: true });
        this.#writer.indicator(":");
      } else {
        this.#writer.indicator("?", { spaceBefore: true, keepsIndent: true });
        this.node(key, { indent, inMap: true, simpleKey: false });
        this.#writer.indentTo(indent);
        this.#writer.indicator(":", { spaceBefore: true, keepsIndent: true });
      }
      this.node(item, { indent, inMap: true, simpleKey: false });
    }
  }

  #flowList(items: readonly Value[], place: Place): void {
    const indent = this.#deeper(place.indent, true);
    this.#writer.indicator("[", { spaceBefore: true, opens: true });
    for (const [index, item] of items.entries()) {
      this.#flowComma(index, indent);
      this.node(item, { indent, inMap: false, simpleKey: false });
    }
    this.#writer.indicator("]");
  }

  #flowMap(map: Dict, place: Place): void {
    const indent = this.#deeper(place.indent, true);
    this.#writer.indicator("{", { spaceBefore: true, opens: true });
    for (const [index, [key, item]] of entriesOf(map).entries()) {
      this.#flowComma(index, indent);
      const simple = isSimpleKey(key);
      if (!simple) this.#writer.indicator("?", { spaceBefore: true });
      this.node(key, { indent, inMap: true, simpleKey: simple });
      if (!simple && this.#writer.isWide) this.#writer.indentTo(indent);
      this.#writer.indicator(":", { spaceBefore: !simple });
      this.node(item, { indent, inMap: true, simpleKey: false });
    }
    this.#writer.indicator("}");
  }

  #flowComma(index: number, indent: number): void {
    if (index > 0) this.#writer.indicator(",");
    if (this.#writer.isWide) this.#writer.indentTo(indent);
  }

  #deeper(indent: number, flow: boolean): number {
    if (indent < 0) return flow ? this.#step : 0;
    return indent + this.#step;
  }

  #scalar(value: Value, place: Place): void {
    const indent = this.#deeper(place.indent, true);
    const flow = this.#flow && place.indent >= 0;
    const text = scalarText(value);
    const style: ScalarStyle =
      typeof value === "string" ? styleOf(text, { flow, simpleKey: place.simpleKey }) : "plain";
    this.#writer[style](text, indent, !place.simpleKey);
  }

  #binary(bytes: Uint8Array, indent: number): void {
    this.#writer.plain("!!binary", indent, false);
    this.#writer.indicator("|", { spaceBefore: true });
    const base64 = Buffer.from(bytes).toString("base64");
    for (let at = 0; at < base64.length; at += BASE64_LINE) {
      this.#writer.indentTo(indent);
      this.#writer.plain(base64.slice(at, at + BASE64_LINE), indent, false);
    }
  }
}

/** Sorted, unless the keys are of kinds that cannot be compared. */
function entriesOf(map: Dict): readonly [Value, Value][] {
  return isSortable(map) && !(map instanceof OrderedDict) ? sortedEntries(map) : [...map];
}

function isSimpleKey(key: Value): boolean {
  if (isList(key)) return key.length === 0;
  if (isDict(key)) return key.size === 0;
  const text = scalarText(key);
  return !hasBreak(text) && Buffer.byteLength(text) <= MAX_SIMPLE_KEY;
}

function scalarText(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null) return "null";
  if (isFloat(value)) return floatText(value instanceof Float ? value.value : value);
  return typeof value === "boolean" ? String(value) : pythonStr(value);
}

/** YAML 1.1 takes exponents only behind a fraction. */
function floatText(number: number): string {
  if (Number.isNaN(number)) return ".nan";
  if (!Number.isFinite(number)) return number > 0 ? ".inf" : "-.inf";
  const text = floatRepr(number);
  return text.includes(".") ? text : text.replace("e", ".0e");
}
