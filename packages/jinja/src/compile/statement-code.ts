/**
 * JavaScript for statements: generator functions that append to `o` and yield only what must be waited for.
 */
import type { BlockStmt, Expr, FilterExpr, OutputPart, Stmt } from "../parse/nodes.js";
import { TemplateSyntaxError } from "../value/errors.js";
import { ExpressionWriter, type Frame, type KnownNames, quote } from "./expression-code.js";
import { writeLinked } from "./linked-code.js";
import { writeFor } from "./loop-code.js";
import { writeMacro } from "./macro-code.js";
import { analyze, Symbols, visitTarget } from "./symbols.js";
import { bodiesOf, readsName } from "./walk.js";

/** Writes a template's functions. */
export class StatementWriter {
  readonly expressions: ExpressionWriter;
  readonly #extends: boolean;
  readonly #blocks = new Map<string, BlockStmt>();
  #count = 0;

  constructor(names: KnownNames, body: readonly Stmt[]) {
    this.expressions = new ExpressionWriter(names);
    this.#extends = hasExtends(body);
    this.#collectBlocks(body);
  }

  #collectBlocks(body: readonly Stmt[]): void {
    for (const node of body) {
      if (node.kind === "block") {
        if (this.#blocks.has(node.name)) {
          throw new TemplateSyntaxError(
            `block '${node.name}' defined twice`,
            node.line,
            "TemplateAssertionError",
          );
        }
        this.#blocks.set(node.name, node);
      }
      this.#collectBlocks(bodiesOf(node));
    }
  }

  /** A number for names that must not meet. */
  unique(): number {
    this.#count += 1;
    return this.#count;
  }

  /** The code of the whole template: an object of its functions. */
  template(body: readonly Stmt[]): string {
    const root = this.function("S,C", true, () => {
      const symbols = new Symbols(undefined);
      const special = this.#specialNames(symbols, body, undefined);
      analyze(symbols, body);
      const frame = this.#frame(symbols, { toplevel: true });
      return `${special}${this.enter(symbols)}${this.body(body, frame)}`;
    });
    // In brackets, `__proto__` is a name like any other.
    const blocks = [...this.#blocks.values()].map((block) => `[${quote(block.name)}]:${this.#block(block)}`);
    return `"use strict";return{root:${root},blocks:{__proto__:null,${blocks.join(",")}}};`;
  }

  #frame(symbols: Symbols, extra: Partial<Frame> = {}): Frame {
    return {
      symbols,
      toplevel: false,
      soft: false,
      escaping: "S.escaping",
      lines: true,
      inLoop: false,
      block: undefined,
      ...extra,
    };
  }

  /** A generator function with the temporaries that its body needs. */
  function(parameters: string, root: boolean, write: () => string): string {
    const outer = this.expressions.temporaries;
    this.expressions.temporaries = [];
    const code = write();
    const names = ["$", ...this.expressions.temporaries].join(",");
    this.expressions.temporaries = outer;
    const end = root && this.#extends ? "return $p===null?o:o+(yield* $p.root(S,C));" : "return o;";
    return `function*(${parameters}){let ${names};${root ? "let $p=null;" : ""}let o="";${code}${end}}`;
  }

  #specialNames(symbols: Symbols, body: readonly Stmt[], block: string | undefined): string {
    const names = readsName(body, new Set(["self", "super"]));
    let code = "";
    if (names.has("self")) {
      symbols.parameter("self");
      code += `let ${symbols.find("self")}=R.selfReference(S,C);`;
    }
    if (names.has("super") && block !== undefined) {
      symbols.parameter("super");
      code += `let ${symbols.find("super")}=R.superBlock(S,C,${quote(block)},$d);`;
    }
    return code;
  }

  #block(block: BlockStmt): string {
    return this.function("S,C,$d", false, () => {
      const symbols = new Symbols(undefined);
      const special = this.#specialNames(symbols, block.body, block.name);
      analyze(symbols, block.body);
      const frame = this.#frame(symbols, { block: block.name, lines: false });
      return special + this.enter(symbols) + this.body(block.body, frame);
    });
  }

  /** Declares the variables of a scope. */
  enter(symbols: Symbols): string {
    const parts: string[] = [];
    for (const [variable, load] of symbols.loads) {
      if (load.from === "context") parts.push(`let ${variable}=C.resolve(${quote(load.name)});`);
      else if (load.from === "outer") parts.push(`let ${variable}=${load.variable};`);
      else if (load.from === "nothing") parts.push(`let ${variable}=M;`);
    }
    return parts.join("");
  }

  /** The statements of a body. */
  body(body: readonly Stmt[], frame: Frame): string {
    return body.map((node) => this.#statement(node, frame)).join("");
  }

  /** Notes the line that runs. */
  line(line: number, frame: Frame): string {
    return frame.lines ? `S.line=${line};` : "";
  }

  /** An expression's code. */
  expr(node: Expr, frame: Frame): string {
    return this.expressions.write(node, frame);
  }

  #statement(node: Stmt, frame: Frame): string {
    switch (node.kind) {
      case "output":
        return this.guarded(node.parts.map((part) => this.#part(part, frame)).join(""), frame);
      case "for":
        return this.line(node.line, frame) + writeFor(this, node, frame);
      case "if": {
        const soft = { ...frame, soft: true };
        const otherwise = node.otherwise.length === 0 ? "" : `else{${this.body(node.otherwise, soft)}}`;
        const test = `R.truth(${this.expr(node.test, soft)})`;
        return `${this.line(node.line, frame)}if(${test}){${this.body(node.body, soft)}}${otherwise}`;
      }
      case "assign":
        return (
          this.#checkNamespaces(node.target, frame) +
          this.line(node.line, frame) +
          this.assign(node.target, this.expr(node.node, frame), frame)
        );
      case "expr":
        return `${this.line(node.line, frame)}${this.expr(node.node, frame)};`;
      case "break":
      case "continue":
        if (!frame.inLoop) {
          throw new TemplateSyntaxError(`'${node.kind}' outside loop`, node.line, "SyntaxError");
        }
        return `${node.kind};`;
      default:
        return this.#scoped(node, frame);
    }
  }

  #scoped(node: Stmt, frame: Frame): string {
    switch (node.kind) {
      case "macro": {
        const variable = frame.symbols.find(node.name) ?? "$";
        const code = `${variable}=${writeMacro(this, node.name, node, frame)};`;
        return code + this.#publish([node.name], frame);
      }
      case "callblock":
        return this.#callBlock(node, frame);
      case "filterblock":
        return this.#filterBlock(node, frame);
      case "with":
        return this.#with(node, frame);
      case "assignblock":
        return this.#assignBlock(node, frame);
      case "autoescape": {
        const name = `e${this.unique()}`;
        const inner = { ...frame, escaping: name };
        return `const ${name}=R.truth(${this.expr(node.value, frame)});${this.body(node.body, inner)}`;
      }
      default:
        return writeLinked(this, node, frame);
    }
  }

  /** After `extends`, what is outside of blocks is not printed. */
  guarded(code: string, frame: Frame): string {
    return this.#extends && frame.toplevel && code !== "" ? `if($p===null){${code}}` : code;
  }

  #part(part: OutputPart, frame: Frame): string {
    if (part.kind === "data") return part.text === "" ? "" : `o+=${quote(part.text)};`;
    return `${this.line(part.line, frame)}o+=R.out(S,${this.expr(part, frame)},${frame.escaping});`;
  }

  /** Assigns `value` to a target. */
  assign(target: Expr, value: string, frame: Frame): string {
    if (target.kind === "nsref") {
      return `R.setNamespace(${this.expr(target, frame)},${quote(target.attr)},${value});`;
    }
    if (target.kind === "name") {
      const variable = frame.symbols.find(target.name) ?? "$";
      return `${variable}=${value};${this.#publish([target.name], frame)}`;
    }
    const { code, names } = this.#unpack(target, value, frame);
    return code + this.#publish(names, frame);
  }

  /** Namespaces are looked at before the value is made, and before the line is noted. */
  #checkNamespaces(target: Expr, frame: Frame): string {
    if (target.kind === "tuple")
      return target.items.map((each) => this.#checkNamespaces(each, frame)).join("");
    if (target.kind !== "nsref") return "";
    return `R.checkNamespace(${frame.symbols.find(target.name) ?? "null"});`;
  }

  #unpack(target: Expr, value: string, frame: Frame): { code: string; names: string[] } {
    if (target.kind === "name") {
      return { code: `${frame.symbols.find(target.name) ?? "$"}=${value};`, names: [target.name] };
    }
    if (target.kind !== "tuple") return { code: this.assign(target, value, frame), names: [] };
    const list = `u${this.unique()}`;
    const parts = target.items.map((item, index) => this.#unpack(item, `${list}[${index}]`, frame));
    return {
      code: `const ${list}=R.unpack(${value},${target.items.length});${parts.map(({ code }) => code).join("")}`,
      names: parts.flatMap(({ names }) => names),
    };
  }

  /** Makes assignments at the top visible to blocks, includes and importing templates. */
  #publish(names: readonly string[], frame: Frame): string {
    if (!frame.toplevel) return "";
    return names.map((name) => `C.set(${quote(name)},${frame.symbols.find(name) ?? "$"});`).join("");
  }

  /** The frame of a part with variables of its own. */
  inner(frame: Frame, fill: (symbols: Symbols) => void): Frame {
    const symbols = new Symbols(frame.symbols);
    fill(symbols);
    return { ...frame, symbols, toplevel: false, soft: false };
  }

  #with(node: Stmt & { kind: "with" }, frame: Frame): string {
    const inner = this.inner(frame, (symbols) => {
      for (const target of node.targets) visitTarget(symbols, target);
      for (const variable of symbols.loads.keys()) symbols.loads.set(variable, { from: "nothing" });
      analyze(symbols, node.body);
    });
    const values = node.targets.map((target, index) => {
      const value = node.values[index];
      return value === undefined ? "" : this.assign(target, this.expr(value, frame), inner);
    });
    return `${this.line(node.line, frame)}{${this.enter(inner.symbols)}${values.join("")}${this.body(node.body, inner)}}`;
  }

  /** Runs a body with an output of its own, in the variable `$b`. */
  captured(body: readonly Stmt[], frame: Frame, use: (inner: Frame) => string): string {
    const inner = this.inner(frame, (symbols) => analyze(symbols, body));
    const saved = `b${this.unique()}`;
    const code = this.body(body, inner);
    return `{${this.enter(inner.symbols)}const ${saved}=o;o="";${code}const $b=R.safe(o,${frame.escaping});o=${saved};${use(inner)}}`;
  }

  #filterBlock(node: Stmt & { kind: "filterblock" }, frame: Frame): string {
    const print = (inner: Frame): string =>
      `${this.line(node.line, frame)}o+=R.out(S,${this.#filterChain(node.filter, inner)},${frame.escaping});`;
    return this.guarded(this.captured(node.body, frame, print), frame);
  }

  #filterChain(filter: FilterExpr, frame: Frame): string {
    return this.expr(filter, frame);
  }

  #assignBlock(node: Stmt & { kind: "assignblock" }, frame: Frame): string {
    const value = `v${this.unique()}`;
    const code = this.captured(node.body, frame, (inner) => {
      const result = node.filter === undefined ? "$b" : this.expr(node.filter, inner);
      return `${value}=${result};`;
    });
    return `${this.line(node.line, frame)}let ${value};${code}${this.assign(node.target, value, frame)}`;
  }

  #callBlock(node: Stmt & { kind: "callblock" }, frame: Frame): string {
    const caller = writeMacro(this, "caller", node, frame);
    const call = this.expressions.call(node.call.node, node.call.args, frame, `["caller",${caller}]`);
    return this.guarded(`${this.line(node.line, frame)}o+=R.out(S,${call},${frame.escaping});`, frame);
  }
}

function hasExtends(body: readonly Stmt[]): boolean {
  return body.some((node) => node.kind === "extends" || hasExtends(bodiesOf(node)));
}
