/**
 * Python's regular expressions on JavaScript's engine.
 */
import { text } from "../methods/arguments.js";
import { PyError } from "../value/errors.js";
import { truth } from "../value/iterate.js";
import type { Val } from "../value/types.js";

/** The flags that Salt's filters offer. */
export interface RegexFlags {
  readonly ignoreCase: Val;
  readonly multiline: Val;
}

/** The longest pattern. */
const MAX_PATTERN = 10_000;

/** A pattern's JavaScript source, and the flags that it sets itself. */
function translate(pattern: string, multiline: boolean): { source: string; flags: string } {
  let flags = "";
  let source = pattern.replace(/^\(\?([aiLmsux]+)\)/, (_, letters: string) => {
    flags = letters;
    return "";
  });
  if (flags.includes("x"))
    source = source.replace(/\\[\s\S]|\s+|#[^\n]*/g, (part) => (part[0] === "\\" ? part : ""));
  const lines = multiline || flags.includes("m");
  let inClass = false;
  source = source.replace(
    /\\[\s\S]|\(\?P<|\(\?P=(\w+)\)|\(\?#[^)]*\)|\[\^?\]?|\]|\$|[\s\S]/g,
    (part, name?: string) => {
      if (part[0] === "[" && !inClass) {
        inClass = true;
        return part.endsWith("]") ? part.replace("]", "\\]") : part;
      }
      if (part === "]" && inClass) inClass = false;
      if (inClass && part[0] !== "]") return part === "[" ? "\\[" : part;
      if (part === "(?P<") return "(?<";
      if (name !== undefined) return `\\k<${name}>`;
      if (part.startsWith("(?#")) return "";
      if (part === "\\A") return "(?<![\\s\\S])";
      if (part === "\\Z") return "(?![\\s\\S])";
      return part === "$" && !lines ? "(?=\\n?(?![\\s\\S]))" : part;
    },
  );
  return {
    source,
    flags: (lines ? "m" : "") + (flags.includes("i") ? "i" : "") + (flags.includes("s") ? "s" : ""),
  };
}

/** The compiled pattern; `match` holds it to the start. Throws re.error for what is no pattern. */
export function pythonRegex(pattern: Val, options: RegexFlags, mode: "match" | "search" | "all"): RegExp {
  const written = text(pattern, (kind) =>
    kind === "NoneType" || kind === "int"
      ? "first argument must be string or compiled pattern"
      : `must be str, not ${kind}`,
  );
  if (written.length > MAX_PATTERN) throw new PyError("error", "pattern is too long");
  const { source, flags } = translate(written, truth(options.multiline));
  const ignore = truth(options.ignoreCase) && !flags.includes("i") ? "i" : "";
  const all = flags + ignore + (mode === "all" ? "g" : "");
  const body = mode === "match" ? `(?<![\\s\\S])(?:${source})` : source;
  try {
    return new RegExp(body, `${all}u`);
  } catch {
    return looser(body, all);
  }
}

/** Without the u flag, which refuses escapes that Python lets pass. */
function looser(body: string, flags: string): RegExp {
  try {
    return new RegExp(body, flags);
  } catch (error) {
    throw new PyError("error", error instanceof Error ? error.message : "bad pattern");
  }
}
