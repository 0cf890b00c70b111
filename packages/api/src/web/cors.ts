/**
 * Web pages of other origins: only those that `cors_origin` lists may read answers. Salt's server lets all of them,
 * with the cookies of whoever looks at the page.
 */
import type { IncomingMessage } from "node:http";
import type { RestConfig } from "@salt/core";

const ALLOWED_HEADERS = "Content-Type, X-Auth-Token, X-Requested-With";

/** The header fields for a request of a browser; none for an origin that is not listed. */
export function corsHeaders(
  { headers, method }: IncomingMessage,
  { cors_origin: origins }: Pick<RestConfig, "cors_origin">,
): Readonly<Record<string, string>> {
  const { origin } = headers;
  if (origin === undefined || !origins.includes(origin)) return {};
  const allowed = {
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "X-Auth-Token",
    Vary: "Origin",
  };
  if (method !== "OPTIONS") return allowed;
  return {
    ...allowed,
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": ALLOWED_HEADERS,
    "Access-Control-Max-Age": "1400",
  };
}
