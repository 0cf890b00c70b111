/**
 * Writing rules of iptables from named parts, in the order and with the quoting of Salt's rules.
 */
import type { MutableDict, Value } from "@salt/core";
import { isList, isTruthy, pythonStr } from "@salt/core";
import { INTERNAL_KEYWORDS } from "@salt/states";
import { AFTER_JUMP } from "./after-jump.js";

/** Parts that are given to every rule and are no options of it (`aggregate` is one for Salt, and the rule fails). */
const NOT_OPTIONS: readonly string[] = ["name", "state", "chain", "save", "table", "aggregate"];
/** Matches whose own option `--name` is asked for as `name_`. */
const NAMED_MATCHES: readonly string[] = ["pknock", "quota2", "recent"];

/** The text of a rule; a text that begins with `Error:` when ports are asked for without a protocol. */
export function ruleText(parts: ReadonlyMap<Value, Value>): string {
  return new Rule(parts).text();
}

/** Takes the parts one after the other; what is left over at the end becomes options by its own name. */
class Rule {
  readonly #left: MutableDict;
  readonly #words: string[] = [];
  #hasProtocol = false;

  constructor(parts: ReadonlyMap<Value, Value>) {
    this.#left = new Map(parts);
    if (this.#left.has("target")) {
      const target = this.#take("target");
      this.#left.set("jump", target);
    }
    for (const key of [...INTERNAL_KEYWORDS, ...NOT_OPTIONS]) this.#left.delete(key);
  }

  text(): string {
    this.#negatable("if", "-i");
    this.#negatable("of", "-o");
    this.#protocol();
    this.#matches();
    this.#sets();
    if (this.#left.has("connstate")) this.#need("-m state");
    this.#negatable("connstate", "--state");
    this.#negatable("dport", "--dport");
    this.#negatable("sport", "--sport");
    for (const key of ["dports", "sports"]) {
      if (!this.#left.has(key)) continue;
      if (!this.#hasProtocol && !this.#words.includes("-m multiport")) {
        return "Error: protocol must be specified";
      }
      this.#ports(key);
    }
    this.#comment();
    if (isTruthy(this.#left.get("set"))) this.#negatable("set", "--match-set");
    const after = this.#afterJump();
    return [...this.#words, ...this.#others(), ...after].join(" ");
  }

  #take(key: string): Value {
    const value = this.#left.get(key) ?? null;
    this.#left.delete(key);
    return value;
  }

  #need(word: string): void {
    if (!this.#words.includes(word)) this.#words.push(word);
  }

  #negatable(key: string, option: string): void {
    if (!this.#left.has(key)) return;
    const { not, text } = negated(this.#take(key));
    this.#words.push(`${not}${option} ${text}`);
  }

  #protocol(): void {
    if (this.#left.has("proto") && this.#left.get("match") !== "policy") {
      const proto = this.#take("proto");
      this.#left.set("protocol", proto);
    }
    this.#hasProtocol = this.#left.has("protocol");
    this.#negatable("protocol", "-p");
  }

  #matches(): void {
    if (!this.#left.has("match")) return;
    const given = this.#take("match");
    const matches = isList(given) ? given.map(pythonStr) : pythonStr(given).split(",");
    for (const match of matches) {
      this.#words.push(`-m ${match}`);
      if (this.#left.has("name_") && NAMED_MATCHES.includes(match.trim()))
        this.#words.push(`--name ${pythonStr(this.#take("name_"))}`);
    }
    if (given === "policy") this.#negatable("proto", "--proto");
  }

  #sets(): void {
    if (!this.#left.has("match-set")) return;
    const given = this.#take("match-set");
    for (const one of isList(given) ? given : [given]) {
      const { not, text } = negated(one);
      this.#words.push(`-m set ${not}--match-set ${text}`);
    }
  }

  #ports(key: string): void {
    this.#need("-m multiport");
    const given = this.#take(key);
    const ports = (isList(given) ? given : [given]).map(negated);
    const isNot = ports.some(({ not }) => not !== "");
    if (isNot) this.#words.push("!");
    this.#words.push(`--${key} ${ports.map(({ text, bare }) => (isNot ? bare : text)).join(",")}`);
  }

  #comment(): void {
    if (!this.#left.has("comment")) return;
    this.#need("-m comment");
    // A quote inside would end the comment and make options of what follows.
    const text = pythonStr(this.#take("comment")).replace(/["\\]/g, "\\$&");
    this.#words.push(`--comment "${text}"`);
  }

  #afterJump(): readonly string[] {
    return AFTER_JUMP.filter((key) => this.#left.has(key)).map((key) => {
      const value = this.#take(key);
      if (isEmpty(value)) return `--${key}`;
      const text = pythonStr(value);
      return /\s/.test(text) ? `--${key} "${text.replace(/["\\]/g, "\\$&")}"` : `--${key} ${text}`;
    });
  }

  #others(): readonly string[] {
    return [...this.#left].map(([given, value]) => {
      const key = pythonStr(given);
      const { not, text } = negated(value);
      const flag = key.length === 1 ? "-" : "--";
      return `${not}${flag}${key}${isEmpty(value) || text === "" ? "" : ` ${text}`}`;
    });
  }
}

/** Options that take no value are given as an empty text or null. */
function isEmpty(value: Value): boolean {
  return value === null || value === "";
}

/** A value with its `!` or `not` in front taken off; `bare` has these words taken off wherever they stand. */
function negated(value: Value): { readonly not: string; readonly text: string; readonly bare: string } {
  const text = pythonStr(value);
  const bare = text.replace(/(!|not)\s?/g, "");
  return text.startsWith("!") || text.startsWith("not")
    ? { not: "! ", text: bare, bare }
    : { not: "", text, bare };
}
