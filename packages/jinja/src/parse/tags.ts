/**
 * Jinja2's own tags.
 */
import type { BlockStmt, Expr, IfStmt, OutputPart, Stmt } from "./nodes.js";
import type { StatementParser, TagParser } from "./statement-parser.js";

function parseFor(parser: StatementParser): Stmt {
  const { stream } = parser;
  const { line } = stream.next();
  const target = parser.parseTarget();
  stream.expect("name:in");
  const iter = parser.parseTuple({ withCondition: false });
  const test = stream.skipIf("name:if") ? parser.parseExpression() : undefined;
  const recursive = stream.skipIf("name:recursive");
  const body = parser.parseStatements(["name:endfor", "name:else"]);
  const otherwise = stream.next().value === "endfor" ? [] : parser.parseStatements(["name:endfor"], true);
  return { kind: "for", target, iter, body, otherwise, test, recursive, line };
}

function parseIf(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  const test = parser.parseTuple({ withCondition: false });
  const first: IfStmt = { kind: "if", test, body: [], otherwise: [], line };
  let node = first;
  for (;;) {
    node.body = parser.parseStatements(["name:elif", "name:else", "name:endif"]);
    const token = parser.stream.next();
    if (token.value === "endif") return first;
    if (token.value === "else") {
      node.otherwise = parser.parseStatements(["name:endif"], true);
      return first;
    }
    const branch: IfStmt = {
      kind: "if",
      test: parser.parseTuple({ withCondition: false }),
      body: [],
      otherwise: [],
      line: token.line,
    };
    node.otherwise = [branch];
    node = branch;
  }
}

function parseWith(parser: StatementParser): Stmt {
  const { stream } = parser;
  const { line } = stream.next();
  const targets: Expr[] = [];
  const values: Expr[] = [];
  while (stream.current.type !== "block_end") {
    if (targets.length > 0) stream.expect("comma");
    targets.push(parser.parseTarget());
    stream.expect("assign");
    values.push(parser.parseExpression());
  }
  return { kind: "with", targets, values, body: parser.parseStatements(["name:endwith"], true), line };
}

function parseAutoescape(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  const value = parser.parseExpression();
  return { kind: "autoescape", value, body: parser.parseStatements(["name:endautoescape"], true), line };
}

function parseBlock(parser: StatementParser): BlockStmt {
  return parser.parseBlock(parser.stream.next().line);
}

function parseExtends(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  return { kind: "extends", template: parser.parseExpression(), line };
}

function parseInclude(parser: StatementParser): Stmt {
  const { stream } = parser;
  const { line } = stream.next();
  const template = parser.parseExpression();
  const next = stream.test("name:ignore") ? stream.look() : undefined;
  const ignoreMissing = next?.type === "name" && next.value === "missing";
  if (ignoreMissing) stream.skip(2);
  return { kind: "include", template, ignoreMissing, withContext: parser.parseContext(true), line };
}

/** An import tag: also what Salt's import_yaml and its like begin with. */
export function parseImport(parser: StatementParser): Stmt & { kind: "import" } {
  const { line } = parser.stream.next();
  const template = parser.parseExpression();
  parser.stream.expect("name:as");
  const target = parser.parseName();
  return { kind: "import", template, target, withContext: parser.parseContext(false), line };
}

function parseFrom(parser: StatementParser): Stmt {
  const { stream } = parser;
  const { line } = stream.next();
  const template = parser.parseExpression();
  stream.expect("name:import");
  const names: [string, string][] = [];
  const state: { context: boolean | undefined } = { context: undefined };
  const readContext = (): boolean => {
    const before = stream.current;
    const context = parser.parseContext(false);
    if (stream.current === before) return false;
    state.context = context;
    return true;
  };
  for (;;) {
    if (names.length > 0) stream.expect("comma");
    if (stream.current.type !== "name") stream.expect("name");
    if (readContext()) break;
    names.push(parseImportedName(parser));
    if (readContext() || stream.current.type !== "comma") break;
  }
  return { kind: "fromimport", template, names, withContext: state.context ?? false, line };
}

function parseImportedName(parser: StatementParser): [string, string] {
  const { line } = parser.stream.current;
  const name = parser.parseName();
  if (name.startsWith("_")) {
    parser.fail("names starting with an underline can not be imported", line, "TemplateAssertionError");
  }
  return [name, parser.stream.skipIf("name:as") ? parser.parseName() : name];
}

function parseCallBlock(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  const parameters =
    parser.stream.current.type === "lparen" ? parser.parseParameters() : { names: [], defaults: [] };
  const call = parser.parseExpression();
  if (call.kind !== "call") parser.fail("expected call", line);
  const body = parser.parseStatements(["name:endcall"], true);
  return { kind: "callblock", call, parameters, body, line };
}

function parseFilterBlock(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  const filter = parser.parseFilter(undefined, true);
  const body = parser.parseStatements(["name:endfilter"], true);
  if (filter?.kind !== "filter") return parser.fail("expected a filter", line);
  return { kind: "filterblock", filter, body, line };
}

function parseMacro(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  const name = parser.parseName();
  const parameters = parser.parseParameters();
  const body = parser.parseStatements(["name:endmacro"], true);
  return { kind: "macro", name, parameters, body, line };
}

function parsePrint(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  const parts: OutputPart[] = [];
  while (parser.stream.current.type !== "block_end") {
    if (parts.length > 0) parser.stream.expect("comma");
    parts.push(parser.parseExpression());
  }
  return { kind: "output", parts, line };
}

function parseSet(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  const target = parser.parseTarget({ withNamespace: true });
  if (parser.stream.skipIf("assign")) return { kind: "assign", target, node: parser.parseTuple(), line };
  const filter = parser.parseFilter(undefined);
  return {
    kind: "assignblock",
    target,
    filter,
    body: parser.parseStatements(["name:endset"], true),
    line,
  };
}

function parseDo(parser: StatementParser): Stmt {
  const { line } = parser.stream.next();
  return { kind: "expr", node: parser.parseTuple(), line };
}

function parseLoopControl(parser: StatementParser): Stmt {
  const { value, line } = parser.stream.next();
  return { kind: value === "break" ? "break" : "continue", line };
}

/** Jinja2's tags by name, with its `do` and loop controls. */
export const JINJA_TAGS: readonly (readonly [string, TagParser])[] = [
  ["for", parseFor],
  ["if", parseIf],
  ["with", parseWith],
  ["autoescape", parseAutoescape],
  ["block", parseBlock],
  ["extends", parseExtends],
  ["include", parseInclude],
  ["import", parseImport],
  ["from", parseFrom],
  ["call", parseCallBlock],
  ["filter", parseFilterBlock],
  ["macro", parseMacro],
  ["print", parsePrint],
  ["set", parseSet],
  ["do", parseDo],
  ["break", parseLoopControl],
  ["continue", parseLoopControl],
];
