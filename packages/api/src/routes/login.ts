/**
 * `/login` and `/logout`: a session for a name and a password, and its end.
 */
import { readToken, requestToken } from "@salt/client";
import type { Dict, Logger, Value } from "@salt/core";
import { dict, errorText, get, getDict, getString, isDict, isList } from "@salt/core";
import { removeToken } from "../low/run-low-data.js";
import { rulesOf } from "../permissions.js";
import type { Route, WebReply, WebRequest } from "../web/exchange.js";
import { WebError } from "../web/web-error.js";
import type { Served } from "./served.js";
import { sessionOf } from "./session-of.js";

/** The route `/login`. */
export function login(served: Served): Route {
  return {
    GET: async () => ({
      headers: { "Www-Authenticate": "Session" },
      value: dict({ status: null, return: "Please log in" }),
    }),
    POST: (request) => logIn(request, served),
  };
}

/** The route `/logout`. */
export function logout(served: Served): Route {
  return {
    needsSession: true,
    POST: async (request) => {
      const session = sessionOf(request);
      served.sessions.end(session);
      await removeToken(session.token, served.place, request.signal).catch((error: unknown) =>
        served.log.error({ err: errorText(error) }, "The token of a session that ended could not be removed"),
      );
      const gone = "session_id=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";
      return { headers: { "Set-Cookie": gone }, value: dict({ return: "Your token has been cleared" }) };
    },
  };
}

async function logIn(request: WebRequest, served: Served): Promise<WebReply> {
  const { place, settings, sessions, log } = served;
  const credentials = credentialsOf(request.data);
  const name = getString(credentials, "username") ?? "";
  if (!mayComeFrom(request.ip, name, settings.api_acl, log)) throw refused();
  const made = await requestToken(place.config, textFields(credentials), request.signal);
  const text = getString(made, "token");
  if (made === undefined || text === undefined) throw refused();
  // What the master keeps with a token is not told with a new one.
  const kept = (await readToken(place.config, text, request.signal)) ?? made;
  const expire = get(kept, "expire") ?? null;
  const session = sessions.open(text, Number(expire) * 1000);
  const rules = rulesOf(kept, place.config.external_auth);
  const told = dict({
    token: session.id,
    expire,
    start: get(kept, "start") ?? null,
    user: getString(kept, "name") ?? name,
    eauth: getString(kept, "eauth") ?? null,
    perms: rules.length === 0 ? new Map() : rules,
  });
  return { headers: sessionHeaders(session.id, served), value: dict({ return: [told] }) };
}

function refused(): WebError {
  return new WebError(401, "Could not authenticate using provided credentials");
}

function sessionHeaders(id: string, { settings }: Served): Readonly<Record<string, string>> {
  const secure = settings.disable_ssl ? "" : "; Secure";
  return {
    "X-Auth-Token": id,
    "Set-Cookie": `session_id=${id}; Path=/; HttpOnly; SameSite=Lax${secure}`,
    "Cache-Control": "private",
  };
}

function credentialsOf(data: Value | undefined): Dict {
  const first = isList(data) ? data[0] : data;
  if (isDict(first)) return first;
  throw new WebError(400, 'Require "username", "password", and "eauth" params');
}

function textFields(credentials: Dict): ReadonlyMap<string, Value> {
  return new Map([...credentials].filter((field): field is [string, Value] => typeof field[0] === "string"));
}

/** Whether `api_acl` lets a name log in from an address; without rules everybody may from everywhere. */
function mayComeFrom(ip: string, name: string, acl: Dict, log: Logger): boolean {
  const users = getDict(acl, "users");
  if (users === undefined || users.size === 0) return true;
  const addresses = users.get(name) ?? users.get("*");
  const listed = isList(addresses) ? addresses : [addresses];
  if (listed.includes(ip) || listed.includes("*")) return true;
  log.warn({ user: name, ip }, "api_acl does not let this user log in from there");
  return false;
}
