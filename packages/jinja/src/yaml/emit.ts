/**
 * YAML nodes as text, laid out as libyaml lays them out.
 */
import { analyze } from "./analyze.js";
import type { MappingNode, ScalarNode, SequenceNode, YamlNode } from "./nodes.js";
import { YamlWriter } from "./writer.js";

/** The style of a scalar, by the character that it begins with. */
export type ScalarStyle = '"' | "'" | "|" | ">";

/** How to write. */
export interface DumpOptions {
  /** True: everything in flow style; false: in block style; `scalars`: in flow style what holds scalars alone. */
  readonly flow: boolean | "scalars";
  /** The width beyond which scalars are folded. */
  readonly width?: number;
  /** Columns of a level; what is not from 2 to 9 is 2. */
  readonly indent?: number;
  /** The style of all scalars; without it each has the plainest that it can have. */
  readonly style?: ScalarStyle | undefined;
  /** False keeps the order of dicts that are not ordered ones. */
  readonly sortKeys?: boolean;
  readonly allowUnicode?: boolean;
}

type Written = "plain" | ScalarStyle;

/** Longer keys get a line of their own. */
const MAX_SIMPLE_KEY = 128;

interface Place {
  readonly inMapping: boolean;
  readonly simpleKey: boolean;
}

const ROOT: Place = { inMapping: false, simpleKey: false };
const ITEM: Place = { inMapping: false, simpleKey: false };
const VALUE: Place = { inMapping: true, simpleKey: false };
const KEY: Place = { inMapping: true, simpleKey: true };

/** Writes one document. */
export class Emitter {
  readonly #writer: YamlWriter;
  readonly #options: DumpOptions;
  readonly #allowUnicode: boolean;
  readonly #step: number;
  #flowLevel = 0;

  constructor(options: DumpOptions) {
    const { width = 80, indent = 2, allowUnicode = true } = options;
    this.#step = indent > 1 && indent < 10 ? indent : 2;
    const fits = width < 0 || width > this.#step * 2;
    this.#writer = new YamlWriter(width < 0 ? Number.POSITIVE_INFINITY : fits ? width : 80, allowUnicode);
    this.#options = options;
    this.#allowUnicode = allowUnicode;
  }

  /** The text of a document, with its last line break. */
  document(root: YamlNode): string {
    this.#node(root, ROOT);
    return `${this.#writer.text.replace(/\n+$/, "")}\n`;
  }

  #node(node: YamlNode, place: Place): void {
    if (node.kind === "alias") this.#writer.indicator(`*${node.target.anchor}`, true, false, false);
    else if (node.kind === "scalar") this.#scalar(node, place);
    else {
      if (node.anchor !== undefined) this.#writer.indicator(`&${node.anchor}`, true, false, false);
      const flow = this.#flowLevel > 0 || this.#isFlow(node);
      if (node.kind === "sequence") {
        if (flow || node.items.length === 0) this.#flowSequence(node);
        else this.#blockSequence(node, place);
      } else {
        if (node.tag !== undefined) this.#writer.indicator(node.tag, true, false, false);
        if (flow || node.pairs.length === 0) this.#flowMapping(node);
        else this.#blockMapping(node);
      }
    }
  }

  #isFlow(node: SequenceNode | MappingNode): boolean {
    const { flow } = this.#options;
    if (flow !== "scalars") return flow;
    const inner = node.kind === "sequence" ? node.items : node.pairs.flat();
    return inner.every((each) => each.kind === "scalar" && this.#styleOf(each) === undefined);
  }

  #styleOf(node: ScalarNode): ScalarStyle | undefined {
    return node.literal ? "|" : this.#options.style;
  }

  #indented(indentless: boolean, flow: boolean, write: () => void): void {
    const { indent } = this.#writer;
    if (indent < 0) this.#writer.indent = flow ? this.#step : 0;
    else if (!indentless) this.#writer.indent = indent + this.#step;
    write();
    this.#writer.indent = indent;
  }

  #flowItems<T>(open: string, close: string, items: readonly T[], write: (item: T) => void): void {
    this.#writer.indicator(open, true, true, false);
    this.#flowLevel += 1;
    this.#indented(false, true, () => {
      items.forEach((item, index) => {
        if (index > 0) this.#writer.indicator(",", false, false, false);
        if (this.#writer.tooWide) this.#writer.writeIndent();
        write(item);
      });
    });
    this.#flowLevel -= 1;
    this.#writer.indicator(close, false, false, false);
  }

  #flowSequence(node: SequenceNode): void {
    this.#flowItems("[", "]", node.items, (item) => this.#node(item, ITEM));
  }

  #flowMapping(node: MappingNode): void {
    this.#flowItems("{", "}", node.pairs, ([key, value]) => {
      if (this.#isSimpleKey(key)) {
        this.#node(key, KEY);
        this.#writer.indicator(":", false, false, false);
      } else {
        this.#writer.indicator("?", true, false, false);
        this.#node(key, VALUE);
        if (this.#writer.tooWide) this.#writer.writeIndent();
        this.#writer.indicator(":", true, false, false);
      }
      this.#node(value, VALUE);
    });
  }

  #blockSequence(node: SequenceNode, place: Place): void {
    this.#indented(place.inMapping && !this.#writer.indention, false, () => {
      for (const item of node.items) {
        this.#writer.writeIndent();
        this.#writer.indicator("-", true, false, true);
        this.#node(item, ITEM);
      }
    });
  }

  #blockMapping(node: MappingNode): void {
    this.#indented(false, false, () => {
      for (const [key, value] of node.pairs) {
        this.#writer.writeIndent();
        if (this.#isSimpleKey(key)) {
          this.#node(key, KEY);
          this.#writer.indicator(":", false, false, false);
        } else {
          this.#writer.indicator("?", true, false, true);
          this.#node(key, VALUE);
          this.#writer.writeIndent();
          this.#writer.indicator(":", true, false, true);
        }
        this.#node(value, VALUE);
      }
    });
  }

  #isSimpleKey(node: YamlNode): boolean {
    if (node.kind === "alias") return true;
    if (node.kind === "sequence") return node.items.length === 0;
    if (node.kind === "mapping") return node.pairs.length === 0;
    const length = Buffer.byteLength(node.text) + (node.tag?.length ?? 0);
    return length <= MAX_SIMPLE_KEY && !analyze(node.text, this.#allowUnicode).multiline;
  }

  #scalar(node: ScalarNode, place: Place): void {
    const fold = !place.simpleKey;
    const style = this.#chosenStyle(node, place);
    if (node.tag !== undefined) this.#writer.indicator(node.tag, true, false, false);
    else if (style !== "plain" && !node.isText) this.#writer.indicator("!", true, false, false);
    this.#indented(false, true, () => {
      if (style === "plain") this.#writer.plain(node.text, fold, this.#flowLevel > 0);
      else if (style === "'") this.#writer.singleQuoted(node.text, fold);
      else if (style === '"') this.#writer.doubleQuoted(node.text, fold);
      else this.#writer.block(node.text, style, this.#step);
    });
  }

  /** The style that is wanted, or the next one that the text allows at its place. */
  #chosenStyle(node: ScalarNode, place: Place): Written {
    const inFlow = this.#flowLevel > 0;
    const found = analyze(node.text, this.#allowUnicode);
    let style: Written = this.#styleOf(node) ?? "plain";
    if (place.simpleKey && found.multiline) return '"';
    if (style === "plain") {
      const allowed = inFlow ? found.flowPlain : found.blockPlain;
      const isEmpty = node.text === "" && (inFlow || place.simpleKey);
      if (!allowed || isEmpty || node.quoted) style = "'";
    }
    if (style === "'" && !found.singleQuoted) style = '"';
    const isBlock = style === "|" || style === ">";
    return isBlock && (!found.block || inFlow || place.simpleKey) ? '"' : style;
  }
}
