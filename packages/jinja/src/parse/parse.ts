/**
 * From a template's source to its syntax tree.
 */
import { Lexer } from "../lex/lexer.js";
import type { SyntaxOptions } from "../lex/options.js";
import { TokenStream } from "../lex/stream.js";
import type { Stmt } from "./nodes.js";
import { SALT_TAGS } from "./salt-tags.js";
import { StatementParser } from "./statement-parser.js";
import { JINJA_TAGS } from "./tags.js";

const TAGS = new Map([...JINJA_TAGS, ...SALT_TAGS]);

/** The statements of a template. Throws TemplateSyntaxError with the line. */
export function parseTemplate(source: string, options: SyntaxOptions): Stmt[] {
  const stream = new TokenStream(new Lexer(source, options).tokens());
  return new StatementParser(stream, TAGS).parse();
}
