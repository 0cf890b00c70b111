/**
 * Which variable a name means: Jinja2's scopes, decided before anything runs.
 */
import type { Expr, ForStmt, Stmt } from "../parse/nodes.js";
import { childrenOf } from "./walk.js";

/** Where a variable's first value comes from. */
export type Load =
  | { readonly from: "parameter" | "nothing" }
  | { readonly from: "context"; readonly name: string }
  | { readonly from: "outer"; readonly variable: string };

/** The variables of one scope. */
export class Symbols {
  readonly level: number;
  readonly parent: Symbols | undefined;
  readonly refs: Map<string, string>;
  readonly loads: Map<string, Load>;
  readonly stores: Set<string>;

  constructor(parent: Symbols | undefined, level = (parent?.level ?? -1) + 1) {
    this.parent = parent;
    this.level = level;
    this.refs = new Map();
    this.loads = new Map();
    this.stores = new Set();
  }

  /** A copy that a branch may change. */
  copy(): Symbols {
    const copy = new Symbols(this.parent, this.level);
    for (const [name, variable] of this.refs) copy.refs.set(name, variable);
    for (const [variable, load] of this.loads) copy.loads.set(variable, load);
    for (const name of this.stores) copy.stores.add(name);
    return copy;
  }

  find(name: string): string | undefined {
    return this.refs.get(name) ?? this.parent?.find(name);
  }

  findLoad(variable: string): Load | undefined {
    return this.loads.get(variable) ?? this.parent?.findLoad(variable);
  }

  #define(name: string, load: Load): void {
    const variable = `l${this.level}_${mangle(name)}`;
    this.refs.set(name, variable);
    this.loads.set(variable, load);
  }

  store(name: string): void {
    this.stores.add(name);
    if (this.refs.has(name)) return;
    const outer = this.parent?.find(name);
    this.#define(name, outer === undefined ? { from: "nothing" } : { from: "outer", variable: outer });
  }

  parameter(name: string): void {
    this.stores.add(name);
    this.#define(name, { from: "parameter" });
  }

  load(name: string): void {
    if (this.find(name) === undefined) this.#define(name, { from: "context", name });
  }

  /** Takes over what the branches of an if define; a name set in only some of them keeps its old value. */
  merge(branches: readonly Symbols[]): void {
    const counts = new Map<string, number>();
    for (const branch of branches) {
      for (const name of branch.stores) {
        if (!this.stores.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    for (const branch of branches) {
      for (const [name, variable] of branch.refs) this.refs.set(name, variable);
      for (const [variable, load] of branch.loads) this.loads.set(variable, load);
      for (const name of branch.stores) this.stores.add(name);
    }
    for (const [name, count] of counts) {
      const variable = count === branches.length ? undefined : this.find(name);
      if (variable === undefined) continue;
      const outer = this.parent?.find(name);
      this.loads.set(
        variable,
        outer === undefined ? { from: "context", name } : { from: "outer", variable: outer },
      );
    }
  }

  /** All names that were assigned, here and outside, with their variables. */
  assigned(): Map<string, string> {
    const names = new Map(this.parent?.assigned() ?? []);
    for (const name of this.stores) {
      const variable = this.find(name);
      if (variable !== undefined) names.set(name, variable);
    }
    return names;
  }
}

/** A name as part of a JavaScript identifier: other characters become their code. */
function mangle(name: string): string {
  return name.replace(/[^a-zA-Z0-9_]/gu, (char) => `$${char.codePointAt(0)?.toString(16)}$`);
}

/** Enters the names of these statements into a scope. */
export function analyze(symbols: Symbols, body: readonly Stmt[]): void {
  for (const statement of body) visitStatement(symbols, statement);
}

/** The scope of one part of a for loop. */
export function analyzeFor(symbols: Symbols, node: ForStmt, part: "body" | "else" | "test"): void {
  if (part === "else") {
    analyze(symbols, node.otherwise);
    return;
  }
  visitTarget(symbols, node.target, true);
  if (part === "body") analyze(symbols, node.body);
  else if (node.test !== undefined) visitExpr(symbols, node.test);
}

function visitStatement(symbols: Symbols, node: Stmt): void {
  switch (node.kind) {
    case "output":
      for (const part of node.parts) if (part.kind !== "data") visitExpr(symbols, part);
      return;
    case "if": {
      visitExpr(symbols, node.test);
      const branches = [node.body, node.otherwise].map((body) => {
        const copy = symbols.copy();
        analyze(copy, body);
        return copy;
      });
      symbols.merge(branches);
      return;
    }
    case "macro":
      symbols.store(node.name);
      return;
    case "assign":
      visitExpr(symbols, node.node);
      visitTarget(symbols, node.target);
      return;
    case "assignblock":
      visitTarget(symbols, node.target);
      return;
    case "autoescape":
      visitExpr(symbols, node.value);
      analyze(symbols, node.body);
      return;
    default:
      visitOther(symbols, node);
  }
}

function visitOther(symbols: Symbols, node: Stmt): void {
  switch (node.kind) {
    case "for":
      visitExpr(symbols, node.iter);
      return;
    case "callblock":
      visitExpr(symbols, node.call);
      return;
    case "filterblock":
      visitExpr(symbols, node.filter);
      return;
    case "with":
      for (const value of node.values) visitExpr(symbols, value);
      return;
    case "expr":
      visitExpr(symbols, node.node);
      return;
    case "extends":
    case "include":
      visitExpr(symbols, node.template);
      return;
    case "import":
      visitExpr(symbols, node.template);
      symbols.store(node.target);
      return;
    case "fromimport":
      visitExpr(symbols, node.template);
      for (const [, alias] of node.names) symbols.store(alias);
      return;
    default:
  }
}

/** Enters the names that a target assigns to. */
export function visitTarget(symbols: Symbols, target: Expr, asParameter = false): void {
  if (target.kind === "tuple") for (const item of target.items) visitTarget(symbols, item, asParameter);
  else if (target.kind === "nsref") symbols.load(target.name);
  else if (target.kind === "name" && asParameter) symbols.parameter(target.name);
  else if (target.kind === "name") symbols.store(target.name);
}

/** Enters the names that an expression reads. */
function visitExpr(symbols: Symbols, node: Expr): void {
  if (node.kind === "name") symbols.load(node.name);
  else for (const child of childrenOf(node)) visitExpr(symbols, child);
}
