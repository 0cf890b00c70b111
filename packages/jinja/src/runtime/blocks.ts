/**
 * Blocks: running them, `super()` and `self`.
 */
import { templateError } from "../value/errors.js";
import { ABSENT, isText, type Kwargs, Markup, PyObject, textOf, type Val } from "../value/types.js";
import type { Locals } from "./linked.js";
import { TemplateCallable } from "./macro.js";
import type { Run } from "./pending.js";
import type { Scope } from "./scope.js";
import type { RenderState } from "./state.js";

/** Runs a block at its place. */
export function* block(
  state: RenderState,
  scope: Scope,
  name: string,
  locals: Locals,
  required: boolean,
): Run<string> {
  const chain = scope.blocks.get(name) ?? [];
  if (required && chain.length <= 1) throw templateError(`Required block '${name}' not found`);
  const [code] = chain;
  if (code === undefined) return "";
  const own = scope.derived(locals ?? [], true);
  state.enter();
  const text = yield* code(state, own, 0);
  state.leave();
  return text;
}

/** `super()`, and what `self.name` gives: a block that can be called. */
class BlockReference extends TemplateCallable {
  readonly typeName = "BlockReference";
  readonly #state: RenderState;
  readonly #scope: Scope;
  readonly #name: string;
  readonly #depth: number;

  constructor(state: RenderState, scope: Scope, name: string, depth: number) {
    super();
    this.#state = state;
    this.#scope = scope;
    this.#name = name;
    this.#depth = depth;
  }

  override qualifiedName(): string {
    return "jinja2.runtime.BlockReference";
  }

  override attribute(name: string): Val {
    return name === "super" ? superBlock(this.#state, this.#scope, this.#name, this.#depth) : ABSENT;
  }

  *run(_args: readonly Val[], _kwargs: Kwargs, escaping: boolean): Run {
    const code = this.#scope.blocks.get(this.#name)?.[this.#depth];
    if (code === undefined) return "";
    this.#state.enter();
    const text = yield* code(this.#state, this.#scope, this.#depth);
    this.#state.leave();
    return escaping ? new Markup(text) : text;
  }
}

/** The same block one template further down, or undefined. */
export function superBlock(state: RenderState, scope: Scope, name: string, depth: number): Val {
  if (scope.blocks.get(name)?.[depth + 1] !== undefined) {
    return new BlockReference(state, scope, name, depth + 1);
  }
  return state.undefined(`there is no parent block called '${name}'.`, "super");
}

class SelfReference extends PyObject {
  readonly typeName = "TemplateReference";
  readonly #state: RenderState;
  readonly #scope: Scope;
  constructor(state: RenderState, scope: Scope) {
    super();
    this.#state = state;
    this.#scope = scope;
  }
  override qualifiedName(): string {
    return "jinja2.runtime.TemplateReference";
  }
  override item(key: Val): Val {
    const name = isText(key) ? textOf(key) : "";
    return this.#scope.blocks.has(name) ? new BlockReference(this.#state, this.#scope, name, 0) : ABSENT;
  }
  override repr(): string {
    const name = this.#state.template?.name;
    return `<TemplateReference ${name === undefined ? "None" : `'${name}'`}>`;
  }
}

/** The variable `self`: the template's blocks. */
export function selfReference(state: RenderState, scope: Scope): PyObject {
  return new SelfReference(state, scope);
}
