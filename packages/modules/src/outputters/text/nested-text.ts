/**
 * Values as an outline: what the nested outputter prints, also inside the results of states.
 */
import type { Dict, OutputContext, Value } from "@salt/core";
import { isDict, isList, OrderedDict, pythonStr } from "@salt/core";
import { textOfBytes } from "./bytes.js";
import type { ColorName, Colors } from "./colors.js";
import { colorsFor, withoutEscapes } from "./colors.js";
import { splitLines } from "./lines.js";
import { sortedEntries } from "./sorted.js";

/** The outline of a value, `indent` spaces from the left. */
export function nestedText(value: Value, context: OutputContext, indent = 0): string {
  const outline = new Outline(context);
  outline.add(value, indent, "");
  return outline.lines.join("\n");
}

class Outline {
  readonly lines: string[] = [];
  readonly #colors: Colors;
  readonly #stripColors: boolean;
  readonly #failed: boolean;

  constructor(context: OutputContext) {
    this.#colors = colorsFor(context);
    this.#stripColors = context.stripColors;
    this.#failed = context.retcode !== 0;
  }

  /** `prefix` is `- ` for items of a list. */
  add(given: Value, indent: number, prefix: string): void {
    const value = textOfBytes(given);
    if (typeof value === "string") this.#addText(value, indent, prefix);
    else if (isList(value)) this.#addList(value, indent);
    else if (isDict(value)) this.#addDict(value, indent, prefix);
    else this.#line(indent, "lightYellow", prefix + pythonStr(value));
  }

  #addText(text: string, indent: number, prefix: string): void {
    for (const [index, line] of splitLines(text).entries()) {
      const margin = index === 0 ? prefix : " ".repeat(prefix.length);
      this.#line(indent, "green", margin + (this.#stripColors ? withoutEscapes(line) : line));
    }
  }

  #addList(items: readonly Value[], indent: number): void {
    for (const item of items) {
      if (isList(item) || isDict(item)) {
        this.#line(indent, this.#failed ? "red" : "green", "|_");
        this.add(item, indent + 2, "");
      } else this.add(item, indent, "- ");
    }
  }

  #addDict(map: Dict, indent: number, prefix: string): void {
    const color = this.#failed ? "red" : "cyan";
    if (indent > 0) this.#line(indent, color, "----------");
    for (const [key, item] of map instanceof OrderedDict ? map : sortedEntries(map)) {
      this.#line(indent, color, prefix + pythonStr(key), ":");
      this.add(item, indent + 4, "");
    }
  }

  #line(indent: number, color: ColorName, text: string, suffix = ""): void {
    this.lines.push(" ".repeat(indent) + this.#colors[color] + text + this.#colors.reset + suffix);
  }
}
