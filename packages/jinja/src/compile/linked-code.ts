/**
 * JavaScript for statements that reach other templates, and for the places of blocks.
 */
import type { BlockStmt, Stmt } from "../parse/nodes.js";
import { TemplateSyntaxError } from "../value/errors.js";
import { type Frame, quote } from "./expression-code.js";
import type { StatementWriter } from "./statement-code.js";

/** The code of a statement that reaches other templates. */
export function writeLinked(writer: StatementWriter, node: Stmt, frame: Frame): string {
  const line = writer.line(node.line, frame);
  switch (node.kind) {
    case "block":
      return writer.guarded(`${line}${writeBlockCall(node, frame)}`, frame);
    case "extends":
      if (!frame.toplevel) {
        throw new TemplateSyntaxError(
          "cannot use extend from a non top-level scope",
          node.line,
          "TemplateAssertionError",
        );
      }
      return `${line}$p=${writer.expressions.settled(`R.extendsTemplate(S,C,T,$p,${writer.expr(node.template, frame)})`)};`;
    case "include": {
      const load = `R.include(S,C,T,${writer.expr(node.template, frame)},${node.withContext ? localNames(frame) : "null"},${node.ignoreMissing})`;
      return writer.guarded(`${line}o+=${writer.expressions.settled(load)};`, frame);
    }
    case "import": {
      const load = `R.importModule(S,C,T,${writer.expr(node.template, frame)},${node.withContext ? localNames(frame) : "null"})`;
      const target = frame.symbols.find(node.target) ?? "$";
      const publish = frame.toplevel ? `C.bind(${quote(node.target)},${target});` : "";
      return `${line}${target}=${writer.expressions.settled(load)};${publish}`;
    }
    case "fromimport":
      return line + writeFromImport(writer, node, frame);
    default:
      throw new TemplateSyntaxError(`cannot compile ${node.kind}`, node.line);
  }
}

function writeFromImport(writer: StatementWriter, node: Stmt & { kind: "fromimport" }, frame: Frame): string {
  const load = `R.importModule(S,C,T,${writer.expr(node.template, frame)},${node.withContext ? localNames(frame) : "null"})`;
  const module = `m${writer.unique()}`;
  const names = node.names.map(([name, alias]) => {
    const target = frame.symbols.find(alias) ?? "$";
    const publish = frame.toplevel ? `C.bind(${quote(alias)},${target});` : "";
    return `${target}=R.importedName(S,${module},${quote(name)},${node.line});${publish}`;
  });
  return `const ${module}=${writer.expressions.settled(load)};${names.join("")}`;
}

function writeBlockCall(node: BlockStmt, frame: Frame): string {
  const locals = node.scoped ? localNames(frame) : "null";
  return `o+=yield* R.block(S,C,${quote(node.name)},${locals},${node.required});`;
}

/** What an included template or scoped block sees of this one's variables. */
function localNames(frame: Frame): string {
  const names = [...frame.symbols.assigned()].map(([name, variable]) => `[${quote(name)},${variable}]`);
  return `[${names.join(",")}]`;
}
