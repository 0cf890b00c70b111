/**
 * The errors of spm. Real Salt prints them and ends with status 0; `exit_codes: salt` gives that back.
 */
import type { SaltErrorOptions } from "@salt/core";
import { SaltError } from "@salt/core";

/** What went wrong, for programs. */
export type SpmFault = "usage" | "package" | "repository" | "database" | "conflict" | "canceled" | "busy";

/** Something that spm refuses or cannot do. `isSalts` is true where real Salt has the same refusal. */
export class SpmError extends SaltError {
  readonly fault: SpmFault;
  readonly isSalts: boolean;

  constructor(
    fault: SpmFault,
    message: string,
    options: SaltErrorOptions & { readonly isSalts?: boolean } = {},
  ) {
    super(`SPM_${fault.toUpperCase()}`, message, options);
    this.fault = fault;
    this.isSalts = options.isSalts ?? false;
  }
}
