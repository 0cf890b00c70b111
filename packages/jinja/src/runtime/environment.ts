/**
 * What templates are rendered with: filters, tests, globals, syntax and limits.
 */
import type { SyntaxOptions } from "../lex/options.js";
import type { Kwargs, Val } from "../value/types.js";
import type { Limits } from "./limits.js";
import type { RenderState } from "./state.js";

/** What a filter or test is called with beside its arguments. */
export interface CallContext {
  readonly state: RenderState;
  /** Whether output is escaped at the place of the call. */
  readonly escaping: boolean;
}

/** A filter: may return a promise. */
export type FilterFunction = (context: CallContext, args: readonly Val[], kwargs: Kwargs) => Val;

/** A test. */
export type TestFunction = (context: CallContext, args: readonly Val[], kwargs: Kwargs) => boolean;

/** A template that was asked for by name. */
export interface TemplateSource {
  readonly source: string;
  /** Where it is, as error texts show it. */
  readonly path: string | undefined;
}

/** Finds templates by name for include, import and extends; undefined when there is none. */
export type TemplateLoader = (
  name: string,
  state: RenderState,
) => TemplateSource | undefined | Promise<TemplateSource | undefined>;

/** The surroundings of a rendering. */
export interface Environment {
  /** Tells caches apart that know other filters or tests. */
  readonly id: string;
  readonly strict: boolean;
  readonly autoescape: boolean;
  readonly syntax: SyntaxOptions;
  readonly limits: Limits;
  readonly filters: ReadonlyMap<string, FilterFunction>;
  readonly tests: ReadonlyMap<string, TestFunction>;
  readonly loader: TemplateLoader;
  /** Loads a template's code from a source. */
  compile(
    source: TemplateSource & { readonly name: string | undefined },
  ): import("./template.js").LoadedTemplate;
  /** What is done with every value before it is printed, as text. */
  finalize(value: Val): string | undefined;
}
