/**
 * Salt's jinja_env options, and the header with which a template sets its own.
 */
import { DEFAULT_SYNTAX, type SyntaxOptions } from "../lex/options.js";
import type { Val } from "../value/types.js";

const TEXTS: Readonly<Record<string, keyof SyntaxOptions>> = {
  block_start_string: "blockStart",
  block_end_string: "blockEnd",
  variable_start_string: "variableStart",
  variable_end_string: "variableEnd",
  comment_start_string: "commentStart",
  comment_end_string: "commentEnd",
  line_statement_prefix: "lineStatementPrefix",
  line_comment_prefix: "lineCommentPrefix",
  newline_sequence: "newlineSequence",
};
const FLAGS: Readonly<Record<string, keyof SyntaxOptions>> = {
  trim_blocks: "trimBlocks",
  lstrip_blocks: "lstripBlocks",
  keep_trailing_newline: "keepTrailingNewline",
};

/** The syntax for a jinja_env dict; options that are unknown or of another type are left out, as Salt does. */
export function syntaxFrom(
  options: ReadonlyMap<Val, Val>,
  base: SyntaxOptions = DEFAULT_SYNTAX,
): SyntaxOptions {
  const out: Record<string, unknown> = { ...base };
  for (const [key, value] of options) {
    const name = typeof key === "string" ? key.toLowerCase() : "";
    const text = TEXTS[name];
    const flag = FLAGS[name];
    if (text !== undefined && typeof value === "string" && value !== "") out[text] = value;
    if (flag !== undefined && typeof value === "boolean") out[flag] = value;
  }
  return out as unknown as SyntaxOptions;
}

/** A template without its `#jinja2:` header, and the options in it. */
export function splitHeader(source: string): { source: string; options: ReadonlyMap<Val, Val> } {
  const none = { source, options: new Map<Val, Val>() };
  const lines = source.split(/(?<=\n)/);
  const [first = ""] = lines;
  const at = first.startsWith("#!") && !first.startsWith("#!/") ? 1 : 0;
  const header = lines[at];
  if (header === undefined || !header.startsWith("#jinja2:")) return none;
  try {
    const parsed: unknown = JSON.parse(header.slice("#jinja2:".length));
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return none;
    lines.splice(at, 1);
    return { source: lines.join(""), options: new Map<Val, Val>(Object.entries(parsed)) };
  } catch {
    return none;
  }
}
