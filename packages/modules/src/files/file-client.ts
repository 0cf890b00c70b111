/**
 * What fetching files needs of a running function.
 */
import type { Dict, ExecutionContext, Logger } from "@salt/core";
import { getString } from "@salt/core";
import type { FileRequest } from "./file-requests.js";

/** A minion's side of the file server. */
export interface FileClient {
  readonly opts: Dict;
  readonly request: FileRequest;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** The file client of a function. */
export function fileClient({ opts, control, signal, log }: ExecutionContext): FileClient {
  return { opts, request: (load) => control.request(load), signal, log };
}

/** The environment that a function was asked for, or that of the option `saltenv`, or `base`. */
export function saltenvOf(opts: Dict, given: string | null | undefined): string {
  if (given !== null && given !== undefined && given !== "") return given;
  const option = getString(opts, "saltenv");
  return option === undefined || option === "" ? "base" : option;
}
