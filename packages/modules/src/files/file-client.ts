/**
 * What fetching files needs of a running function.
 */
import type { Dict, ExecutionContext, Logger } from "@salt/core";
import { DigestMemory, getString } from "@salt/core";
import type { FileRequest } from "./file-requests.js";

/** A minion's side of the file server. */
export interface FileClient {
  readonly opts: Dict;
  readonly request: FileRequest;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly digests: DigestMemory;
}

/** Where a job keeps digests. */
const MEMORY = "file digests";

/** The file client of a function. */
export function fileClient({ opts, control, signal, log, memory }: ExecutionContext): FileClient {
  return { opts, request: (load) => control.request(load), signal, log, digests: digestsOf(memory) };
}

/** The digests that a job has computed. */
export function digestsOf(memory: ExecutionContext["memory"]): DigestMemory {
  const known = memory.get(MEMORY);
  if (known instanceof DigestMemory) return known;
  const digests = new DigestMemory();
  memory.set(MEMORY, digests);
  return digests;
}

/** The environment that a function was asked for, or that of the option `saltenv`, or `base`. */
export function saltenvOf(opts: Dict, given: string | null | undefined): string {
  if (given !== null && given !== undefined && given !== "") return given;
  const option = getString(opts, "saltenv");
  return option === undefined || option === "" ? "base" : option;
}
