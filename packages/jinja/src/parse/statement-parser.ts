/**
 * Parses templates: text, output and tags.
 */
import { describeExpression, describeToken } from "../lex/token.js";
import { repr } from "../value/repr.js";
import { ExpressionParser } from "./expression-parser.js";
import type { BlockStmt, Expr, OutputPart, Parameters, Stmt } from "./nodes.js";

/** What parses one tag: the current token is its name. */
export type TagParser = (parser: StatementParser) => Stmt | Stmt[];

/** The statement half of the parser; the tags come from a table. */
export class StatementParser extends ExpressionParser {
  readonly #tags: ReadonlyMap<string, TagParser>;
  readonly #open: string[] = [];
  readonly #expected: (readonly string[])[] = [];
  #names = 0;

  constructor(stream: ExpressionParser["stream"], tags: ReadonlyMap<string, TagParser>) {
    super(stream);
    this.#tags = tags;
  }

  /** The whole template. */
  parse(): Stmt[] {
    return this.#subparse();
  }

  /** A name that no template can use. */
  freeName(): string {
    this.#names += 1;
    return `fi${this.#names}`;
  }

  #subparse(end?: readonly string[]): Stmt[] {
    const body: Stmt[] = [];
    let parts: OutputPart[] = [];
    const flush = (): void => {
      const [first] = parts;
      if (first !== undefined) body.push({ kind: "output", parts, line: first.line });
      parts = [];
    };
    if (end !== undefined) this.#expected.push(end);
    try {
      while (this.stream.current.type !== "eof") {
        const token = this.stream.next();
        if (token.type === "data") parts.push({ kind: "data", text: token.value, line: token.line });
        else if (token.type === "variable_begin") {
          parts.push(this.parseTuple());
          this.stream.expect("variable_end");
        } else {
          flush();
          if (end !== undefined && this.stream.testAny(end)) return body;
          body.push(...this.#statement());
          this.stream.expect("block_end");
        }
      }
      flush();
      return body;
    } finally {
      if (end !== undefined) this.#expected.pop();
    }
  }

  #statement(): Stmt[] {
    const token = this.stream.current;
    if (token.type !== "name") this.fail("tag name expected", token.line);
    const parse = this.#tags.get(token.value);
    if (parse === undefined) this.#unknownTag(token.value, token.line);
    this.#open.push(token.value);
    const found = this.nested(() => parse(this));
    this.#open.pop();
    return Array.isArray(found) ? found : [found];
  }

  /** The statements until one of the tags in `end`, which becomes current, or is taken with `drop`. */
  parseStatements(end: readonly string[], drop = false): Stmt[] {
    this.stream.skipIf("colon");
    this.stream.expect("block_end");
    const body = this.#subparse(end);
    if (this.stream.current.type === "eof") {
      this.#failAt(undefined, end, this.stream.current.line);
    }
    if (drop) this.stream.next();
    return body;
  }

  #unknownTag(name: string, line: number): never {
    return this.#failAt(name, this.#expected.at(-1), line);
  }

  #failAt(name: string | undefined, looking: readonly string[] | undefined, line: number): never {
    const words = (tags: readonly string[]): string[] => tags.map(describeExpression);
    const parts = [
      name === undefined ? "Unexpected end of template." : `Encountered unknown tag ${repr(name)}.`,
    ];
    if (looking !== undefined) {
      const list = words(looking)
        .map((word) => repr(word))
        .join(" or ");
      const expected = new Set(this.#expected.flatMap((each) => words(each)));
      parts.push(
        name !== undefined && expected.has(name)
          ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${list}.`
          : `Jinja was looking for the following tags: ${list}.`,
      );
    }
    const innermost = this.#open.at(-1);
    if (innermost !== undefined) {
      parts.push(`The innermost block that needs to be closed is ${repr(innermost)}.`);
    }
    return this.fail(parts.join(" "), line);
  }

  /** What a loop, set or block may assign to. Throws TemplateSyntaxError for anything else. */
  parseTarget(options: { withNamespace?: boolean } = {}): Expr {
    const target = this.parseTuple({ simplified: true, ...options });
    if (!assignable(target)) {
      this.fail(`can't assign to '${NODE_NAMES[target.kind] ?? target.kind}'`, target.line);
    }
    return target;
  }

  /** A name to assign to. */
  parseName(): string {
    return this.stream.expect("name").value;
  }

  parseParameters(): Parameters {
    this.stream.expect("lparen");
    const names: string[] = [];
    const defaults: Expr[] = [];
    while (!this.stream.test("rparen")) {
      if (names.length > 0) this.stream.expect("comma");
      const name = this.parseName();
      if (this.stream.skipIf("assign")) defaults.push(this.parseExpression());
      else if (defaults.length > 0) this.fail("non-default argument follows default argument");
      names.push(name);
    }
    this.stream.expect("rparen");
    return { names, defaults };
  }

  /** `with context` or `without context`, or `fallback` when neither is there. */
  parseContext(fallback: boolean): boolean {
    const { stream } = this;
    if (!stream.testAny(["name:with", "name:without"])) return fallback;
    const next = stream.look();
    if (next.type !== "name" || next.value !== "context") return fallback;
    const withContext = stream.next().value === "with";
    stream.next();
    return withContext;
  }

  /** The rest of a block tag after its name word. */
  parseBlock(line: number): BlockStmt {
    const { stream } = this;
    const name = stream.expect("name").value;
    const scoped = stream.skipIf("name:scoped");
    const required = stream.skipIf("name:required");
    if (stream.current.type === "sub") {
      this.fail(
        "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.",
      );
    }
    const body = this.parseStatements(["name:endblock"], true);
    if (required && !body.every(isBlank))
      this.fail("Required blocks can only contain comments or whitespace");
    stream.skipIf(`name:${name}`);
    return { kind: "block", name, body, scoped, required, line };
  }

  /** How the current token is called in messages. */
  describeCurrent(): string {
    return describeToken(this.stream.current);
  }
}

/** Jinja2's names of node classes, where they differ from ours. */
const NODE_NAMES: Readonly<Record<string, string>> = {
  cond: "condexpr",
  list: "list",
  dict: "dict",
  const: "const",
};

function assignable(target: Expr): boolean {
  if (target.kind === "tuple") return target.items.every(assignable);
  return target.kind === "name" || target.kind === "nsref";
}

function isBlank(statement: Stmt): boolean {
  return (
    statement.kind === "output" &&
    statement.parts.every((part) => part.kind === "data" && part.text.trim() === "")
  );
}
