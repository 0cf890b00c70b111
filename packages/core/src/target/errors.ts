/**
 * The error of target expressions.
 */

import type { SaltErrorOptions } from "../base/errors.js";
import { SaltError } from "../base/errors.js";

/** A target expression that cannot be evaluated, and why; it matches nobody. Commands end with usage status. */
export class TargetError extends SaltError {
  constructor(message: string, options: SaltErrorOptions = {}) {
    super("TARGET", message, { exitCode: 64, ...options });
  }
}
