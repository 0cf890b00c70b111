/**
 * From a template's source to functions that run.
 */
import type { SyntaxOptions } from "../lex/options.js";
import { parseTemplate } from "../parse/parse.js";
import type { KnownNames } from "./expression-code.js";
import { StatementWriter } from "./statement-code.js";

/** What a template's code is: a function that makes its functions, and the constants it needs. */
export interface CompiledCode {
  readonly code: string;
  readonly constants: readonly unknown[];
}

/** The code of a template. Throws TemplateSyntaxError with the line. */
export function compileTemplate(source: string, options: SyntaxOptions, names: KnownNames): CompiledCode {
  const body = parseTemplate(source, options);
  const writer = new StatementWriter(names, body);
  return { code: writer.template(body), constants: writer.expressions.constants };
}
