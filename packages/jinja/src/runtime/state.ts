/**
 * The state of one rendering: where it is, and what it has used up.
 */
import { PyError, recursionError } from "../value/errors.js";
import { Undefined, type UndefinedOptions } from "../value/types.js";
import type { Environment } from "./environment.js";
import type { Limits } from "./limits.js";
import type { Scope } from "./scope.js";
import type { TemplatePlace } from "./template.js";

/** How often the clock is looked at, in iterations. */
const CLOCK_STRIDE = 4096;

/** Everything that generated code needs beside its variables. */
export class RenderState {
  readonly environment: Environment;
  readonly limits: Limits;
  /** What templates see that are imported without context. */
  readonly globals: Scope;
  /** The line that runs, and the template that it is in. */
  line = 1;
  template: TemplatePlace | undefined;
  /** Whether output is escaped outside of `autoescape` blocks. */
  readonly escaping: boolean;
  #iterations = 0;
  #written = 0;
  #depth = 0;
  #waited = 0;
  readonly #start: number;
  readonly #now: () => number;

  constructor(environment: Environment, globals: Scope, now: () => number = Date.now) {
    this.environment = environment;
    this.limits = environment.limits;
    this.escaping = environment.autoescape;
    this.globals = globals;
    this.#now = now;
    this.#start = now();
  }

  /** Counts an iteration of a loop. Throws MemoryError or TimeoutError at a limit. */
  tick(output: string): void {
    this.#iterations += 1;
    if (this.#iterations > this.limits.maxIterations) {
      throw new PyError("TimeoutError", `more than ${this.limits.maxIterations} iterations of loops`);
    }
    if (output.length > this.limits.maxOutput) throw this.#tooMuch();
    if (this.#iterations % CLOCK_STRIDE === 0) this.#checkTime();
  }

  #checkTime(): void {
    if (this.#now() - this.#start - this.#waited > this.limits.maxMilliseconds) {
      throw new PyError("TimeoutError", `rendering took longer than ${this.limits.maxMilliseconds} ms`);
    }
  }

  /** Counts what is printed. */
  wrote(length: number): void {
    this.#written += length;
    if (this.#written > this.limits.maxOutput) throw this.#tooMuch();
  }

  #tooMuch(): PyError {
    return new PyError("MemoryError", `more than ${this.limits.maxOutput} characters of output`);
  }

  /** Goes one level down. Throws RecursionError at the limit. */
  enter(): void {
    this.#depth += 1;
    if (this.#depth > this.limits.maxDepth) throw recursionError();
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** An undefined value of the environment's kind. */
  undefined(message: string, name?: string, more: Omit<UndefinedOptions, "name"> = {}): Undefined {
    return new Undefined(this.environment.strict, message, name === undefined ? more : { ...more, name });
  }
}
