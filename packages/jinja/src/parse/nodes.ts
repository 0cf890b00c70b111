/**
 * The syntax tree of a template.
 */

/** An expression; `line` is where Jinja2 says it is. */
export type Expr =
  | { kind: "const"; value: unknown; line: number }
  | { kind: "name"; name: string; line: number }
  | { kind: "nsref"; name: string; attr: string; line: number }
  | { kind: "tuple" | "list" | "concat"; items: Expr[]; line: number }
  | { kind: "dict"; pairs: [key: Expr, value: Expr][]; line: number }
  | { kind: "cond"; test: Expr; value: Expr; otherwise: Expr | undefined; line: number }
  | { kind: "and" | "or"; left: Expr; right: Expr; line: number }
  | { kind: "not"; node: Expr; line: number }
  | { kind: "binary"; operator: string; left: Expr; right: Expr; line: number }
  | { kind: "unary"; operator: "-" | "+"; node: Expr; line: number }
  | { kind: "compare"; node: Expr; operands: [operator: string, node: Expr][]; line: number }
  | { kind: "getattr"; node: Expr; attr: string; line: number }
  | { kind: "getitem"; node: Expr; arg: Expr; line: number }
  | { kind: "slice"; start?: Expr; stop?: Expr; step?: Expr; line: number }
  | CallExpr
  | FilterExpr
  | { kind: "test"; node: Expr; name: string; args: Arguments; line: number };

/** A call. */
export interface CallExpr {
  kind: "call";
  node: Expr;
  args: Arguments;
  line: number;
}

/** A filter; without a node it applies to the block around it. */
export interface FilterExpr {
  kind: "filter";
  node: Expr | undefined;
  name: string;
  args: Arguments;
  line: number;
}

/** The arguments of a call, filter or test. */
export interface Arguments {
  positional: Expr[];
  keywords: [name: string, value: Expr][];
  rest: Expr | undefined;
  restKeywords: Expr | undefined;
}

/** No arguments. */
export function noArguments(): Arguments {
  return { positional: [], keywords: [], rest: undefined, restKeywords: undefined };
}

/** A part of an output statement: text of the template, or an expression. */
export type OutputPart = { kind: "data"; text: string; line: number } | Expr;

/** The parameters of a macro or call block. */
export interface Parameters {
  names: string[];
  defaults: Expr[];
}

/** A macro, or the body of a call block. */
export interface MacroBody {
  parameters: Parameters;
  body: Stmt[];
  line: number;
}

/** A block that inheritance can replace. */
export interface BlockStmt {
  kind: "block";
  name: string;
  body: Stmt[];
  scoped: boolean;
  required: boolean;
  line: number;
}

/** A for loop. */
export interface ForStmt {
  kind: "for";
  target: Expr;
  iter: Expr;
  body: Stmt[];
  otherwise: Stmt[];
  test: Expr | undefined;
  recursive: boolean;
  line: number;
}

/** An if with its else; elif is an if in the else. */
export interface IfStmt {
  kind: "if";
  test: Expr;
  body: Stmt[];
  otherwise: Stmt[];
  line: number;
}

/** A statement. */
export type Stmt =
  | { kind: "output"; parts: OutputPart[]; line: number }
  | ForStmt
  | IfStmt
  | ({ kind: "macro"; name: string } & MacroBody)
  | ({ kind: "callblock"; call: CallExpr } & MacroBody)
  | { kind: "filterblock"; filter: FilterExpr; body: Stmt[]; line: number }
  | { kind: "with"; targets: Expr[]; values: Expr[]; body: Stmt[]; line: number }
  | BlockStmt
  | { kind: "extends"; template: Expr; line: number }
  | { kind: "include"; template: Expr; withContext: boolean; ignoreMissing: boolean; line: number }
  | { kind: "import"; template: Expr; target: string; withContext: boolean; line: number }
  | {
      kind: "fromimport";
      template: Expr;
      names: [name: string, alias: string][];
      withContext: boolean;
      line: number;
    }
  | { kind: "expr"; node: Expr; line: number }
  | { kind: "assign"; target: Expr; node: Expr; line: number }
  | { kind: "assignblock"; target: Expr; filter: Expr | undefined; body: Stmt[]; line: number }
  | { kind: "autoescape"; value: Expr; body: Stmt[]; line: number }
  | { kind: "break" | "continue"; line: number };
