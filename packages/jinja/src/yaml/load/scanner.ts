/**
 * YAML's scanner: tokens, with the indentation turned into tokens of its own.
 *
 * It reads only as far as the parser asks, because which of two faults is reported depends on that.
 */
import { Cursor, END, isBlank, isBreak, isGap, refuseForbidden } from "./cursor.js";
import { type Mark, YamlFault } from "./fault.js";
import { scanBlockScalar } from "./scan-block-scalar.js";
import { scanFlowScalar } from "./scan-flow-scalar.js";
import { scanPlainScalar } from "./scan-plain-scalar.js";
import { scanAnchor, scanDirective, scanTag } from "./scan-tag.js";
import { SimpleKeys } from "./simple-keys.js";
import type { BareKind, Token } from "./tokens.js";

const BYTE_ORDER_MARK = 0xfeff;
const TAB = 0x09;
const HASH = 0x23;
const NO_PLAIN_START = "-?:,[]{}#&*!|>'\"%@`";

/** The tokens of one text. */
export class Scanner {
  readonly #cursor: Cursor;
  #queue: Token[] = [];
  /** The token that is next, once that is certain. */
  #ready: Token | undefined;
  #taken = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  readonly #keys: SimpleKeys;
  #keyAllowed = true;
  #ended = false;

  /** Throws ReaderError for a text with characters that YAML forbids. */
  constructor(text: string) {
    refuseForbidden(text);
    this.#cursor = new Cursor(text.replace(/^\ufeff/, ""));
    this.#keys = new SimpleKeys(this.#cursor);
  }

  /** The next token, which stays. Throws ScannerError. */
  peek(): Token {
    this.#ready ??= this.#first();
    return this.#ready;
  }

  #first(): Token {
    while (this.#needsMore()) this.#fetch();
    const [token] = this.#queue;
    if (token === undefined) throw this.#fault("found unexpected end of stream");
    return token;
  }

  /** The next token, which goes. */
  next(): Token {
    const token = this.peek();
    this.#ready = undefined;
    this.#queue.shift();
    this.#taken += 1;
    return token;
  }

  get #inFlow(): boolean {
    return this.#keys.level > 0;
  }

  #fault(problem: string, context?: string, contextMark?: Mark): YamlFault {
    return new YamlFault({
      pyClass: "ScannerError",
      problem,
      mark: this.#cursor.mark(),
      context,
      contextMark,
    });
  }

  /** A token that may still turn out to be a key must not be given away. */
  #needsMore(): boolean {
    if (this.#queue.length === 0) return !this.#ended;
    this.#keys.dropStale();
    return !this.#ended && this.#keys.isKey(this.#taken);
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#keys.dropStale();
    this.#unroll(cursor.column);
    if (cursor.code() === END) this.#fetchEnd();
    else if (cursor.column === 0 && cursor.char() === "%") {
      this.#endBlock();
      this.#add(scanDirective(cursor));
    } else if (cursor.isDocumentMark("---")) this.#fetchDocumentMark("document-start");
    else if (cursor.isDocumentMark("...")) this.#fetchDocumentMark("document-end");
    else if (!this.#fetchIndicator(cursor.char())) this.#fetchPlain();
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.code() === BYTE_ORDER_MARK && cursor.column === 0) cursor.skip();
      const tabs = this.#inFlow || !this.#keyAllowed;
      while (isBlank(cursor.code()) && (tabs || cursor.code() !== TAB)) cursor.skip();
      if (cursor.code() === HASH) cursor.takeLine();
      if (!isBreak(cursor.code())) return;
      cursor.takeBreak();
      if (!this.#inFlow) this.#keyAllowed = true;
    }
  }

  #add(token: Token): void {
    this.#queue.push(token);
  }

  #addBare(kind: BareKind, length: number): void {
    const start = this.#cursor.mark();
    this.#cursor.skip(length);
    this.#add({ kind, start, end: this.#cursor.mark() });
  }

  #fetchEnd(): void {
    this.#cursor.endLine();
    this.#endBlock();
    this.#addBare("stream-end", 0);
    this.#ended = true;
  }

  #endBlock(): void {
    this.#unroll(-1);
    this.#keys.remove();
    this.#keyAllowed = false;
  }

  #fetchDocumentMark(kind: "document-start" | "document-end"): void {
    this.#endBlock();
    this.#addBare(kind, 3);
  }

  /** Whether an indicator was there. */
  #fetchIndicator(char: string): boolean {
    switch (char) {
      case "[":
      case "{":
        this.#saveKey();
        this.#keys.open();
        this.#keyAllowed = true;
        this.#addBare(char, 1);
        return true;
      case "]":
      case "}":
        this.#keys.remove();
        this.#keys.close();
        this.#keyAllowed = false;
        this.#addBare(char, 1);
        return true;
      case ",":
        this.#keys.remove();
        this.#keyAllowed = true;
        this.#addBare(char, 1);
        return true;
      case "-":
      case "?":
      case ":":
        return this.#fetchEntryIndicator(char);
      default:
        return this.#fetchProperty(char);
    }
  }

  #fetchEntryIndicator(char: "-" | "?" | ":"): boolean {
    const gap = isGap(this.#cursor.code(1));
    if (char === "-" && gap) this.#fetchBlockEntry();
    else if (char === "?" && (gap || this.#inFlow)) this.#fetchKey();
    else if (char === ":" && (gap || this.#inFlow)) this.#fetchValue();
    else return false;
    return true;
  }

  #fetchProperty(char: string): boolean {
    const cursor = this.#cursor;
    const isBlockScalar = (char === "|" || char === ">") && !this.#inFlow;
    if (isBlockScalar) {
      this.#keys.remove();
      this.#keyAllowed = true;
      this.#add(scanBlockScalar(cursor, char === "|" ? "literal" : "folded", this.#indent));
      return true;
    }
    if (!"*&!'\"".includes(char)) return false;
    this.#saveKey();
    this.#keyAllowed = false;
    if (char === "*") this.#add(scanAnchor(cursor, "alias"));
    else if (char === "&") this.#add(scanAnchor(cursor, "anchor"));
    else if (char === "!") this.#add(scanTag(cursor, this.#inFlow));
    else this.#add(scanFlowScalar(cursor, char === "'" ? "single" : "double"));
    return true;
  }

  #fetchPlain(): void {
    const cursor = this.#cursor;
    const next = cursor.code(1);
    const char = cursor.char();
    const begins =
      (!isGap(cursor.code()) && !NO_PLAIN_START.includes(char)) ||
      (char === "-" && !isBlank(next)) ||
      ((char === "?" || char === ":") && !this.#inFlow && !isGap(next));
    if (!begins) {
      throw this.#fault(
        "found character that cannot start any token",
        "while scanning for the next token",
        cursor.mark(),
      );
    }
    this.#saveKey();
    this.#keyAllowed = false;
    const { token, endedLine } = scanPlainScalar(cursor, this.#indent + 1, this.#inFlow);
    if (endedLine) this.#keyAllowed = true;
    this.#add(token);
  }

  #fetchBlockEntry(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw this.#fault("block sequence entries are not allowed in this context");
      this.#roll(this.#cursor.column, "block-sequence-start", this.#cursor.mark());
    }
    this.#keys.remove();
    this.#keyAllowed = true;
    this.#addBare("-", 1);
  }

  #fetchKey(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw this.#fault("mapping keys are not allowed in this context");
      this.#roll(this.#cursor.column, "block-mapping-start", this.#cursor.mark());
    }
    this.#keys.remove();
    this.#keyAllowed = !this.#inFlow;
    this.#addBare("?", 1);
  }

  #fetchValue(): void {
    const key = this.#keys.take();
    if (key !== undefined) {
      const index = key.number - this.#taken;
      this.#queue.splice(index, 0, { kind: "?", start: key.mark, end: key.mark });
      this.#roll(key.mark.column, "block-mapping-start", key.mark, index);
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) throw this.#fault("mapping values are not allowed in this context");
        this.#roll(this.#cursor.column, "block-mapping-start", this.#cursor.mark());
      }
      this.#keyAllowed = !this.#inFlow;
    }
    this.#addBare(":", 1);
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const required = !this.#inFlow && this.#indent === this.#cursor.column;
    this.#keys.save(this.#taken + this.#queue.length, required);
  }

  /** Begins a block collection when the column is further in. */
  #roll(
    column: number,
    kind: "block-sequence-start" | "block-mapping-start",
    mark: Mark,
    index = this.#queue.length,
  ): void {
    if (this.#inFlow || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.#queue.splice(index, 0, { kind, start: mark, end: mark });
  }

  /** Ends the block collections that are further in than the column. */
  #unroll(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#addBare("block-end", 0);
      this.#indent = this.#indents.pop() ?? -1;
    }
  }
}
