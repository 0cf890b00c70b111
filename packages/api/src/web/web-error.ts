/**
 * Requests that end without an answer of the master, each with its HTTP status.
 */
import { SaltError } from "@salt/core";

/** A request that cannot be served. */
export class WebError extends SaltError {
  readonly status: number;
  /** Further header fields of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super("WEB_REQUEST", message, { details: { status } });
    this.status = status;
    this.headers = headers;
  }
}
