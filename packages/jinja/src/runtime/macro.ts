/**
 * Macros: callable parts of templates.
 */
import { typeError } from "../value/errors.js";
import { ABSENT, type Kwargs, Markup, PyObject, tuple, type Val } from "../value/types.js";
import { MISSING } from "./missing.js";
import type { Run } from "./pending.js";
import type { RenderState } from "./state.js";
import type { LoadedTemplate } from "./template.js";

/** An object whose call runs template code. */
export abstract class TemplateCallable extends PyObject {
  abstract run(args: readonly Val[], kwargs: Kwargs, escaping: boolean): Run;
}

/** What a macro takes beside its parameters. */
export interface MacroShape {
  readonly name: string;
  readonly names: readonly string[];
  readonly caller: boolean;
  readonly kwargs: boolean;
  readonly varargs: boolean;
  readonly explicitCaller: boolean;
}

/** A macro, or the body of a call block. */
export class Macro extends TemplateCallable {
  readonly typeName = "Macro";
  readonly #shape: MacroShape;
  readonly #body: (...values: Val[]) => Run<string>;
  readonly #state: RenderState;
  readonly #template: LoadedTemplate;

  constructor(
    state: RenderState,
    template: LoadedTemplate,
    shape: MacroShape,
    body: (...values: Val[]) => Run<string>,
  ) {
    super();
    this.#state = state;
    this.#template = template;
    this.#shape = shape;
    this.#body = body;
  }

  override qualifiedName(): string {
    return "jinja2.runtime.Macro";
  }

  override repr(): string {
    return `<Macro '${this.#shape.name}'>`;
  }

  override attribute(name: string): Val {
    const { names, caller, kwargs, varargs, explicitCaller } = this.#shape;
    switch (name) {
      case "name":
        return this.#shape.name;
      case "arguments":
        return tuple(names);
      case "caller":
        return caller;
      case "catch_kwargs":
        return kwargs;
      case "catch_varargs":
        return varargs;
      case "explicit_caller":
        return explicitCaller;
      default:
        return ABSENT;
    }
  }

  *run(args: readonly Val[], kwargs: Kwargs, escaping: boolean): Run {
    const state = this.#state;
    const values = this.#bind(args, kwargs);
    const { line, template } = state;
    state.template = this.#template;
    state.enter();
    const text = yield* this.#body(...values);
    state.leave();
    state.line = line;
    state.template = template;
    return escaping ? new Markup(text) : text;
  }

  #bind(args: readonly Val[], given: Kwargs): Val[] {
    const { name, names, caller, kwargs, varargs, explicitCaller } = this.#shape;
    const left = new Map(given);
    const values: Val[] = args.slice(0, names.length);
    let foundCaller = values.length === names.length && explicitCaller;
    for (const each of names.slice(values.length)) {
      if (each === "caller") foundCaller = true;
      values.push(left.has(each) ? left.get(each) : MISSING);
      left.delete(each);
    }
    if (caller && !foundCaller) {
      const passed = left.get("caller") ?? null;
      left.delete("caller");
      values.push(passed === null ? this.#state.undefined("No caller defined", "caller") : passed);
    }
    if (kwargs) values.push(new Map(left));
    else this.#refuse(left);
    if (varargs) values.push(tuple(args.slice(names.length)));
    else if (args.length > names.length) {
      throw typeError(`macro '${name}' takes not more than ${names.length} argument(s)`);
    }
    return values;
  }

  #refuse(left: ReadonlyMap<string, Val>): void {
    const [first] = left.keys();
    if (first === undefined) return;
    const { name } = this.#shape;
    throw left.has("caller")
      ? typeError(
          `macro '${name}' was invoked with two values for the special caller argument. This is most likely a bug.`,
        )
      : typeError(`macro '${name}' takes no keyword argument '${first}'`);
  }
}
