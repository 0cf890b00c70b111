/**
 * What is wrong with a YAML text, as PyYAML says it.
 */
import { SaltError } from "@salt/core";

/** A place in a text, from 0. */
export interface Mark {
  readonly line: number;
  readonly column: number;
}

/** PyYAML's classes of errors, and Python's that its constructors let through. */
export type YamlFaultClass =
  | "ReaderError"
  | "ScannerError"
  | "ParserError"
  | "ComposerError"
  | "ConstructorError"
  | "ValueError"
  | "IndexError"
  | "KeyError"
  | "RecursionError";

/** The parts of a fault. */
export interface YamlFaultParts {
  readonly pyClass: YamlFaultClass;
  readonly problem: string;
  readonly mark?: Mark | undefined;
  /** What was being read, and where that began. */
  readonly context?: string | undefined;
  readonly contextMark?: Mark | undefined;
  /** What stands behind the problem of a fault without a place. */
  readonly tail?: string;
}

/** A YAML text that cannot be read. The message is Python's text of the error. */
export class YamlFault extends SaltError {
  readonly pyClass: YamlFaultClass;
  readonly problem: string;
  /** From 1; undefined where Python gives no place. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(parts: YamlFaultParts) {
    super("YAML", textOf(parts));
    this.pyClass = parts.pyClass;
    this.problem = parts.problem;
    this.line = parts.mark === undefined ? undefined : parts.mark.line + 1;
    this.column = parts.mark === undefined ? undefined : parts.mark.column + 1;
  }
}

/** Python prints the place of the context only where it is not that of the problem. */
function textOf({ problem, mark, context, contextMark, tail = "" }: YamlFaultParts): string {
  if (mark === undefined) return problem + tail;
  const lines: string[] = [];
  if (context !== undefined) lines.push(context);
  if (contextMark !== undefined && (contextMark.line !== mark.line || contextMark.column !== mark.column)) {
    lines.push(placeText(contextMark));
  }
  return [...lines, problem, placeText(mark)].join("\n");
}

function placeText(mark: Mark): string {
  return `  in "<unicode string>", line ${mark.line + 1}, column ${mark.column + 1}`;
}
