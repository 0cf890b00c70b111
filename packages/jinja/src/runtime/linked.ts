/**
 * What reaches other templates: include, import, extends and blocks.
 */
import { PyError, templateError, typeError } from "../value/errors.js";
import { str } from "../value/repr.js";
import { ABSENT, failUndefined, isText, PyObject, textOf, Undefined, type Val } from "../value/types.js";
import { isPromise, Pending, type Run } from "./pending.js";
import { Scope } from "./scope.js";
import type { RenderState } from "./state.js";
import type { LoadedTemplate } from "./template.js";

/** Local variables that an included template or scoped block sees; null: none, and no context. */
export type Locals = readonly (readonly [string, Val])[] | null;

/** A template's exported names, and its text. */
export class TemplateModule extends PyObject {
  readonly typeName = "TemplateModule";
  readonly #names: Map<string, Val>;
  readonly #text: string;
  readonly name: string;

  constructor(name: string, names: Map<string, Val>, text: string) {
    super();
    this.name = name;
    this.#names = names;
    this.#text = text;
  }
  override attribute(name: string): Val {
    return this.#names.has(name) ? this.#names.get(name) : ABSENT;
  }
  override text(): string {
    return this.#text;
  }
  override qualifiedName(): string {
    return "jinja2.environment.TemplateModule";
  }
  override repr(): string {
    return `<TemplateModule '${this.name}'>`;
  }
}

function* find(state: RenderState, wanted: Val): Run<LoadedTemplate | undefined> {
  if (wanted instanceof Undefined) failUndefined(wanted);
  if (!isText(wanted)) throw typeError(`'${str(wanted)}' is not the name of a template`);
  const name = textOf(wanted);
  const answer = state.environment.loader(name, state);
  const found = isPromise(answer) ? ((yield answer) as Awaited<typeof answer>) : answer;
  if (found === undefined) return undefined;
  return inTemplate(state, name, found, () => state.environment.compile({ ...found, name }));
}

/** A template that does not compile is to blame itself, not the one that asks for it. */
function inTemplate<T>(
  state: RenderState,
  name: string,
  found: { source: string; path: string | undefined },
  work: () => T,
): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PyError && error.line !== undefined) {
      state.line = error.line;
      state.template = { name, source: found.source, path: found.path };
    }
    throw error;
  }
}

function* load(state: RenderState, wanted: Val): Run<LoadedTemplate> {
  const found = yield* find(state, wanted);
  if (found === undefined) throw new PyError("TemplateNotFound", str(wanted));
  return found;
}

function* select(state: RenderState, wanted: Val): Run<LoadedTemplate> {
  if (isText(wanted)) return yield* load(state, wanted);
  if (wanted instanceof Undefined) failUndefined(wanted);
  const names = Array.isArray(wanted) ? (wanted as readonly Val[]) : [];
  if (names.length === 0) {
    throw new PyError("TemplatesNotFound", "Tried to select from an empty list of templates.");
  }
  for (const name of names) {
    const found = yield* find(state, name);
    if (found !== undefined) return found;
  }
  const list = names.map(str).join(", ");
  throw new PyError("TemplatesNotFound", `none of the templates given were found: ${list}`);
}

function* runRoot(state: RenderState, template: LoadedTemplate, scope: Scope): Run<string> {
  for (const [name, code] of Object.entries(template.blocks)) scope.blocks.set(name, [code]);
  const { line, template: before } = state;
  state.template = template;
  state.line = 1;
  state.enter();
  const text = yield* template.root(state, scope);
  state.leave();
  state.line = line;
  state.template = before;
  return text;
}

function newScope(state: RenderState, scope: Scope, locals: Locals): Scope {
  return locals === null ? new Scope(state.globals) : scope.derived(locals, false);
}

function scopeFor(state: RenderState, scope: Scope, locals: Locals): Scope {
  return locals === null ? newScope(state, scope, null) : new Scope(newScope(state, scope, locals));
}

/** The text of an included template. */
export function include(
  state: RenderState,
  scope: Scope,
  _from: LoadedTemplate,
  wanted: Val,
  locals: Locals,
  ignoreMissing: boolean,
): Pending {
  return new Pending(undefined, runInclude(state, scope, wanted, locals, ignoreMissing));
}

function* runInclude(
  state: RenderState,
  scope: Scope,
  wanted: Val,
  locals: Locals,
  ignoreMissing: boolean,
): Run<string> {
  let template: LoadedTemplate;
  try {
    template = yield* select(state, wanted);
  } catch (error) {
    const missing = error instanceof PyError && /^Templates?NotFound$/.test(error.pyClass);
    if (missing && ignoreMissing) return "";
    throw error;
  }
  return yield* runRoot(state, template, scopeFor(state, scope, locals));
}

/** An imported template as a module. */
export function importModule(
  state: RenderState,
  scope: Scope,
  _from: LoadedTemplate,
  wanted: Val,
  locals: Locals,
): Pending {
  return new Pending(undefined, runImport(state, scope, wanted, locals));
}

function* runImport(state: RenderState, scope: Scope, wanted: Val, locals: Locals): Run {
  const template = yield* load(state, wanted);
  const own = scopeFor(state, scope, locals);
  const text = yield* runRoot(state, template, own);
  return new TemplateModule(template.name ?? "", own.exports(), text);
}

/** A name from an imported template, or an undefined value that says where it was asked for. */
export function importedName(state: RenderState, module: TemplateModule, name: string, line: number): Val {
  const found = module.attribute(name);
  if (found !== ABSENT) return found;
  const message = `the template '${module.name}' (imported on line ${line}) does not export the requested name '${name}'`;
  return state.undefined(message, name);
}

/** The template that this one extends; its blocks are added below the ones that are there. */
export function extendsTemplate(
  state: RenderState,
  scope: Scope,
  _from: LoadedTemplate,
  current: LoadedTemplate | null,
  wanted: Val,
): Pending {
  return new Pending(undefined, runExtends(state, scope, current, wanted));
}

function* runExtends(state: RenderState, scope: Scope, current: LoadedTemplate | null, wanted: Val): Run {
  if (current !== null) throw templateError("extended multiple times");
  const parent = yield* load(state, wanted);
  for (const [name, code] of Object.entries(parent.blocks)) {
    const chain = scope.blocks.get(name) ?? [];
    chain.push(code);
    scope.blocks.set(name, chain);
  }
  return { root: (inner: RenderState, own: Scope) => runParent(inner, parent, own) };
}

function* runParent(state: RenderState, parent: LoadedTemplate, scope: Scope): Run<string> {
  const { line, template } = state;
  state.template = parent;
  state.enter();
  const text = yield* parent.root(state, scope);
  state.leave();
  state.line = line;
  state.template = template;
  return text;
}
