/**
 * The tags that Salt adds: load_yaml and its like, import_yaml and its like, and profile.
 */
import type { Expr, Stmt } from "./nodes.js";
import { noArguments } from "./nodes.js";
import type { StatementParser, TagParser } from "./statement-parser.js";
import { parseImport } from "./tags.js";

function filtered(node: Expr, name: string, line: number): Expr {
  return { kind: "filter", node, name, args: noArguments(), line };
}

/** `load_X as name`: the block's output goes through the filter load_X. */
function parseLoad(parser: StatementParser): Stmt[] {
  const { value: filter, line } = parser.stream.next();
  parser.stream.expect("name:as");
  const target = parser.parseTarget();
  const name = `_${parser.freeName()}`;
  const body = parser.parseStatements(["name:endload"], true);
  const call: Expr = { kind: "call", node: { kind: "name", name, line }, args: noArguments(), line };
  return [
    { kind: "macro", name, parameters: { names: [], defaults: [] }, body, line },
    { kind: "assign", target, node: filtered(call, filter, line), line },
  ];
}

/** `import_X 'path' as name`: the template's output goes through the filter load_X. */
function parseImportData(parser: StatementParser): Stmt[] {
  const converter = parser.stream.current.value.slice("import_".length);
  const node = parseImport(parser);
  const { target, line } = node;
  const loaded = filtered({ kind: "name", name: target, line }, `load_${converter}`, line);
  return [node, { kind: "assign", target: { kind: "name", name: target, line }, node: loaded, line }];
}

/** `profile as label`: only the log of Salt has something of it; the label is evaluated. */
function parseProfile(parser: StatementParser): Stmt[] {
  const { line } = parser.stream.next();
  parser.stream.expect("name:as");
  const label = parser.parseExpression();
  return [{ kind: "expr", node: label, line }, ...parser.parseStatements(["name:endprofile"], true)];
}

/** Salt's tags by name. */
export const SALT_TAGS: readonly (readonly [string, TagParser])[] = [
  ["load_yaml", parseLoad],
  ["load_json", parseLoad],
  ["load_text", parseLoad],
  ["import_yaml", parseImportData],
  ["import_json", parseImportData],
  ["import_text", parseImportData],
  ["profile", parseProfile],
];
