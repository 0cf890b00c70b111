/**
 * JavaScript for expressions. Names of the template never appear in the code as they are: texts go through
 * JSON, variables are mangled.
 */
import type { Arguments, Expr } from "../parse/nodes.js";
import { TemplateSyntaxError } from "../value/errors.js";
import type { Symbols } from "./symbols.js";

/** What is known about the place that code is made for. */
export interface Frame {
  readonly symbols: Symbols;
  /** Assignments here are seen by other templates. */
  readonly toplevel: boolean;
  /** In a part that may never run: unknown filters are an error only when reached. */
  readonly soft: boolean;
  /** JavaScript that says whether output is escaped. */
  readonly escaping: string;
  /** Lines are not noted in blocks: Salt's report names the line that calls the block. */
  readonly lines: boolean;
  readonly inLoop: boolean;
  readonly block: string | undefined;
}

/** The names of filters and tests, to refuse others early. */
export interface KnownNames {
  hasFilter(name: string): boolean;
  hasTest(name: string): boolean;
}

/** A text as JavaScript. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** Writes expressions. */
export class ExpressionWriter {
  readonly #names: KnownNames;
  /** Constants that have no JavaScript literal. */
  readonly constants: unknown[] = [];

  constructor(names: KnownNames) {
    this.#names = names;
  }

  write(node: Expr, frame: Frame): string {
    switch (node.kind) {
      case "const":
        return this.#constant(node.value);
      case "name":
        return this.#name(node.name, frame);
      case "nsref":
        return this.#name(node.name, frame);
      case "tuple":
        return `R.tuple([${this.#list(node.items, frame)}])`;
      case "list":
        return `[${this.#list(node.items, frame)}]`;
      case "concat":
        return `R.concat([${this.#list(node.items, frame)}],${frame.escaping})`;
      case "dict":
        return `R.dict([${node.pairs.map(([key, value]) => `[${this.write(key, frame)},${this.write(value, frame)}]`).join(",")}])`;
      case "cond":
        return this.#condition(node, frame);
      case "call":
        return this.call(node.node, node.args, frame);
      case "filter":
        return this.filter(node, frame, node.node === undefined ? "$b" : this.write(node.node, frame));
      case "test":
        return this.#test(node, frame);
      default:
        return this.#operation(node, frame);
    }
  }

  #operation(node: Expr, frame: Frame): string {
    switch (node.kind) {
      case "and":
      case "or":
        return this.#logic(node, frame);
      case "not":
        return `!R.truth(${this.write(node.node, frame)})`;
      case "binary":
        return `R.arithmetic(${quote(node.operator)},${this.write(node.left, frame)},${this.write(node.right, frame)})`;
      case "unary":
        return `R.signed(${quote(node.operator)},${this.write(node.node, frame)})`;
      case "compare":
        return this.#compare(node, frame);
      case "getattr":
        return `R.getAttribute(S,${this.write(node.node, frame)},${quote(node.attr)})`;
      case "getitem":
        return `R.getItem(S,${this.write(node.node, frame)},${this.write(node.arg, frame)})`;
      case "slice": {
        const parts = [node.start, node.stop, node.step];
        return `new R.Slice(${parts.map((each) => (each === undefined ? "null" : this.write(each, frame))).join(",")})`;
      }
      default:
        throw new TemplateSyntaxError(`cannot compile ${node.kind}`, node.line);
    }
  }

  #logic(node: Expr & { kind: "and" | "or" }, frame: Frame): string {
    const [left, right] = [this.write(node.left, frame), this.write(node.right, frame)];
    // A block-scoped temporary of its own, since the right side may contain another of these.
    const name = this.temporary();
    return node.kind === "and"
      ? `(R.truth(${name}=${left})?${right}:${name})`
      : `(R.truth(${name}=${left})?${name}:${right})`;
  }

  /** Temporaries that the current function must declare. */
  temporaries: string[] = [];
  #temporaryCount = 0;

  temporary(): string {
    const name = `$${this.#temporaryCount++}`;
    this.temporaries.push(name);
    return name;
  }

  #list(items: readonly Expr[], frame: Frame): string {
    return items.map((item) => this.write(item, frame)).join(",");
  }

  #constant(value: unknown): string {
    if (typeof value === "string") return quote(value);
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return String(value);
    return `K[${this.constants.push(value) - 1}]`;
  }

  #name(name: string, frame: Frame): string {
    const variable = frame.symbols.find(name);
    if (variable === undefined) return `R.resolve(S,C,${quote(name)})`;
    return `(${variable}===M?R.undefinedName(S,${quote(name)}):${variable})`;
  }

  #condition(node: Expr & { kind: "cond" }, frame: Frame): string {
    const soft = { ...frame, soft: true };
    const otherwise =
      node.otherwise === undefined ? `R.undefinedCondition(${node.line})` : this.write(node.otherwise, soft);
    return `(R.truth(${this.write(node.test, soft)})?${this.write(node.value, soft)}:${otherwise})`;
  }

  #compare(node: Expr & { kind: "compare" }, frame: Frame): string {
    let left = this.write(node.node, frame);
    const tests: string[] = [];
    node.operands.forEach(([operator, operand], index) => {
      const last = index === node.operands.length - 1;
      const name = last ? "" : this.temporary();
      const right = this.write(operand, frame);
      tests.push(`R.comparison(${quote(operator)},${left},${last ? right : `(${name}=${right})`})`);
      left = name;
    });
    return tests.length === 1 ? (tests[0] ?? "") : `(${tests.join("&&")})`;
  }

  /** The value of something that may be waited for, or run as a generator. */
  settled(code: string): string {
    return `(($=${code}) instanceof P?yield* R.settle($):$)`;
  }

  call(callee: Expr, args: Arguments, frame: Frame, extra = ""): string {
    refuseRepeatedKeywords(args, callee.line);
    const target = this.write(callee, frame);
    return this.settled(`R.call(S,${target},${this.arguments(args, frame, extra)},${frame.escaping})`);
  }

  /** Positional arguments as an array, and keywords as a Map or undefined. */
  arguments(args: Arguments, frame: Frame, extra = ""): string {
    const positional = args.positional.map((each) => this.write(each, frame));
    if (args.rest !== undefined) positional.push(`...R.iterateRest(${this.write(args.rest, frame)})`);
    const pairs = args.keywords.map(([name, value]) => `[${quote(name)},${this.write(value, frame)}]`);
    if (extra !== "") pairs.push(extra);
    const rest = args.restKeywords === undefined ? "" : this.write(args.restKeywords, frame);
    if (pairs.length === 0 && rest === "") return `[${positional.join(",")}],N`;
    return `[${positional.join(",")}],R.keywords([${pairs.join(",")}]${rest === "" ? "" : `,${rest}`})`;
  }

  filter(node: Expr & { kind: "filter" }, frame: Frame, input: string): string {
    if (!this.#names.hasFilter(node.name) && !frame.soft) {
      throw new TemplateSyntaxError(`No filter named '${node.name}'.`, node.line, "TemplateAssertionError");
    }
    refuseRepeatedKeywords(node.args, node.line);
    return this.settled(
      `R.filter(S,${quote(node.name)},${input},${this.arguments(node.args, frame)},${frame.escaping})`,
    );
  }

  #test(node: Expr & { kind: "test" }, frame: Frame): string {
    if (!this.#names.hasTest(node.name) && !frame.soft) {
      throw new TemplateSyntaxError(`No test named '${node.name}'.`, node.line, "TemplateAssertionError");
    }
    const input = this.write(node.node, frame);
    return `R.test(S,${quote(node.name)},${input},${this.arguments(node.args, frame)},${frame.escaping})`;
  }
}

/** Python refuses to compile a call that names a keyword twice; Salt's report of that breaks down. */
function refuseRepeatedKeywords(args: Arguments, line: number): void {
  const names = args.keywords.map(([name]) => name);
  if (new Set(names).size !== names.length) {
    throw new TemplateSyntaxError("keyword argument repeated", line, "SyntaxError");
  }
}
