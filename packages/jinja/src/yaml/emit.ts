/**
 * YAML nodes as text, laid out as libyaml lays them out.
 */
import { analyze } from "./analyze.js";
import type { MappingNode, ScalarNode, SequenceNode, YamlNode } from "./nodes.js";
import { YamlWriter } from "./writer.js";

/** How to write. */
export interface DumpOptions {
  /** True: everything in flow style; false: in block style. */
  readonly flow: boolean;
  /** The width beyond which scalars are folded. */
  readonly width?: number;
  readonly allowUnicode?: boolean;
}

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
  readonly #flow: boolean;
  readonly #allowUnicode: boolean;
  #flowLevel = 0;

  constructor({ flow, width = 80, allowUnicode = true }: DumpOptions) {
    this.#writer = new YamlWriter(width, allowUnicode);
    this.#flow = flow;
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
      const flow = this.#flow || this.#flowLevel > 0;
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

  #indented(indentless: boolean, flow: boolean, write: () => void): void {
    const { indent } = this.#writer;
    if (indent < 0) this.#writer.indent = flow ? 2 : 0;
    else if (!indentless) this.#writer.indent = indent + 2;
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
    const inFlow = this.#flowLevel > 0;
    const fold = !place.simpleKey;
    const found = analyze(node.text, this.#allowUnicode);
    if (node.tag !== undefined) this.#writer.indicator(node.tag, true, false, false);
    if (node.literal) {
      if (inFlow || place.simpleKey) this.#writer.doubleQuoted(node.text, fold);
      else this.#indented(false, true, () => this.#writer.literal(node.text));
      return;
    }
    const plain = (inFlow ? found.flowPlain : found.blockPlain) && !node.quoted;
    this.#indented(false, true, () => {
      if (place.simpleKey && found.multiline) this.#writer.doubleQuoted(node.text, fold);
      else if (plain && (node.text !== "" || !(inFlow || place.simpleKey))) {
        this.#writer.plain(node.text, fold, inFlow);
      } else if (found.singleQuoted) this.#writer.singleQuoted(node.text, fold);
      else this.#writer.doubleQuoted(node.text, fold);
    });
  }
}
