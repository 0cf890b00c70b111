/**
 * Walking the syntax tree: what is directly below a node, and which names are read anywhere below.
 */
import type { Arguments, Expr, Stmt } from "../parse/nodes.js";

function argumentNodes(args: Arguments): Expr[] {
  const rest = [args.rest, args.restKeywords].filter((each) => each !== undefined);
  return [...args.positional, ...args.keywords.map(([, value]) => value), ...rest];
}

/** The expressions directly below one. */
export function childrenOf(node: Expr): Expr[] {
  switch (node.kind) {
    case "tuple":
    case "list":
    case "concat":
      return node.items;
    case "dict":
      return node.pairs.flat();
    case "cond":
      return [node.test, node.value, ...(node.otherwise === undefined ? [] : [node.otherwise])];
    case "and":
    case "or":
    case "binary":
      return [node.left, node.right];
    case "not":
    case "unary":
    case "getattr":
      return [node.node];
    case "compare":
      return [node.node, ...node.operands.map(([, operand]) => operand)];
    case "getitem":
      return [node.node, node.arg];
    case "slice":
      return [node.start, node.stop, node.step].filter((each) => each !== undefined);
    case "call":
    case "test":
      return [node.node, ...argumentNodes(node.args)];
    case "filter":
      return [...(node.node === undefined ? [] : [node.node]), ...argumentNodes(node.args)];
    default:
      return [];
  }
}

/** Whether an unassigned name of these is read in a body, blocks and all: what a loop or macro must offer. */
export function readsName(body: readonly Stmt[], wanted: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const expr = (node: Expr | undefined): void => {
    if (node === undefined) return;
    if (node.kind === "name" && wanted.has(node.name)) found.add(node.name);
    for (const child of childrenOf(node)) expr(child);
  };
  const walk = (statements: readonly Stmt[]): void => {
    for (const node of statements) {
      for (const each of expressionsOf(node)) expr(each);
      if (node.kind !== "block") walk(bodiesOf(node));
    }
  };
  walk(body);
  return found;
}

/** The expressions directly in a statement. */
function expressionsOf(node: Stmt): Expr[] {
  switch (node.kind) {
    case "output":
      return node.parts.filter((part) => part.kind !== "data");
    case "for":
      return node.test === undefined ? [node.iter] : [node.iter, node.test];
    case "if":
      return [node.test];
    case "macro":
      return node.parameters.defaults;
    case "callblock":
      return [node.call, ...node.parameters.defaults];
    case "filterblock":
      return [node.filter];
    case "with":
      return node.values;
    case "extends":
    case "include":
    case "import":
    case "fromimport":
      return [node.template];
    case "expr":
      return [node.node];
    case "assign":
      return [node.node];
    case "assignblock":
      return node.filter === undefined ? [] : [node.filter];
    case "autoescape":
      return [node.value];
    default:
      return [];
  }
}

/** The statements directly below one. */
export function bodiesOf(node: Stmt): Stmt[] {
  if (node.kind === "for" || node.kind === "if") return [...node.body, ...node.otherwise];
  return "body" in node ? node.body : [];
}
