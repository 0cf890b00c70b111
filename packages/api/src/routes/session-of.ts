/**
 * Requests that only a session may make.
 */
import type { Session } from "../sessions.js";
import type { WebRequest } from "../web/exchange.js";
import { WebError } from "../web/web-error.js";

/** The session of a request. Throws WebError (401). */
export function sessionOf({ session }: Pick<WebRequest, "session">): Session {
  if (session === undefined) throw new WebError(401, "No permission -- see authorization schemes");
  return session;
}
