/**
 * What is wrong with a YAML text.
 */
import { MalformedError } from "../base/errors.js";

/** A YAML text that cannot be read; line and column count from 1. */
export class YamlError extends MalformedError {
  readonly line: number;
  readonly column: number;

  constructor(problem: string, line: number, column: number) {
    super(problem, { details: { line, column } });
    this.line = line;
    this.column = column;
  }
}
