/**
 * JavaScript for macros and the bodies of call blocks.
 */
import type { Expr, MacroBody } from "../parse/nodes.js";
import { TemplateSyntaxError } from "../value/errors.js";
import { type Frame, quote } from "./expression-code.js";
import type { StatementWriter } from "./statement-code.js";
import { analyze } from "./symbols.js";
import { readsName } from "./walk.js";

/** The macro object; `name` is what it calls itself. */
export function writeMacro(writer: StatementWriter, name: string, node: MacroBody, frame: Frame): string {
  const { names, defaults } = node.parameters;
  const special = readsName(node.body, new Set(["caller", "kwargs", "varargs"]));
  const explicitCaller = names.indexOf("caller");
  const required = names.length - defaults.length;
  if (special.has("caller") && explicitCaller >= 0 && explicitCaller < required) {
    throw new TemplateSyntaxError(
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
      node.line,
      "TemplateAssertionError",
    );
  }
  if (new Set(names).size !== names.length) {
    throw new TemplateSyntaxError("duplicate argument in macro definition", node.line, "SyntaxError");
  }
  const extra = ["caller", "kwargs", "varargs"].filter((each) => special.has(each) && !names.includes(each));
  const inner: Frame = {
    ...writer.inner(frame, (symbols) => {
      for (const each of [...names, ...extra]) symbols.parameter(each);
      analyze(symbols, node.body);
    }),
    inLoop: false,
    soft: false,
    lines: true,
  };
  const variables = [...names, ...extra].map((each) => inner.symbols.find(each) ?? "$");
  const code = writer.function(variables.join(","), false, () => {
    const missing = names.map((each, index) => writeDefault(writer, each, defaults[index - required], inner));
    return missing.join("") + writer.enter(inner.symbols) + writer.body(node.body, inner);
  });
  const flags = [special.has("caller"), special.has("kwargs"), special.has("varargs"), explicitCaller >= 0];
  return `R.macro(S,T,${quote(name)},[${names.map(quote).join(",")}],[${flags.join(",")}],${code},${frame.escaping})`;
}

function writeDefault(writer: StatementWriter, name: string, value: Expr | undefined, frame: Frame): string {
  const variable = frame.symbols.find(name) ?? "$";
  const fallback = value === undefined ? `R.missingParameter(S,${quote(name)})` : writer.expr(value, frame);
  return `if(${variable}===M){${variable}=${fallback};}`;
}
