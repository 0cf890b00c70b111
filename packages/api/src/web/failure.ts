/**
 * What whoever asked is told of a failure: the status of HTTP, and a reason that has no secrets.
 */
import type { IncomingMessage } from "node:http";
import { BatchSizeError, MasterSilentError, MasterUnreachableError, PublishRefusedError } from "@salt/client";
import type { Logger } from "@salt/core";
import { dict, errorText, TargetError, TimeoutError } from "@salt/core";
import type { ValueReply } from "./exchange.js";
import { WebError } from "./web-error.js";

/** The answer for an error; one that nobody foresaw is told in the log alone. */
export function failureReply(error: unknown, { method, url }: IncomingMessage, log: Logger): ValueReply {
  const [status, reason] = failureOf(error);
  const path = (url ?? "").split("?")[0];
  if (status === 500) log.error({ method, path, err: errorText(error) }, "A request failed");
  else if (status === 401 || status === 403) log.warn({ method, path, reason }, "A request was refused");
  const headers = error instanceof WebError ? error.headers : {};
  return { status, headers, value: dict({ status, return: reason }) };
}

function failureOf(error: unknown): [number, string] {
  if (error instanceof WebError) return [error.status, error.message];
  if (error instanceof PublishRefusedError) {
    return [/Authenti|Authori/.test(error.reason) ? 401 : 400, error.message];
  }
  if (error instanceof TargetError || error instanceof BatchSizeError) return [400, error.message];
  if (error instanceof MasterUnreachableError || error instanceof MasterSilentError) {
    return [503, "Salt Master is not available."];
  }
  if (error instanceof TimeoutError) return [504, "The function did not end in time."];
  return [500, "An unexpected error occurred"];
}
