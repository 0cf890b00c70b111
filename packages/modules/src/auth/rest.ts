/**
 * `rest`: a web service knows the users, and may give their rules.
 */
import type { AuthContext, NameAndPassword, Value } from "@salt/core";
import { authModule, ConfigError, get, getDict, isList, parseJson } from "@salt/core";
import { systemOptions } from "./system-options.js";

const MAX_MS = 20_000;
const MAX_ANSWER = 1024 * 1024;

export const rest = authModule("rest", {
  doc: "A web service at `^url` takes name and password by POST; 200 lets in, and its JSON list adds rules.",
  auth: async (given, context) => (await ask(given, context)) !== undefined,
  acl: async (given, context) => {
    const own = get(getDict(getDict(context.opts, "external_auth"), "rest"), given.username);
    const rules = [...(isList(own) ? own : []), ...((await ask(given, context)) ?? [])];
    return rules.length === 0 ? undefined : rules;
  },
});

/** The rules that the service gives; undefined when it does not let the user in. Throws ConfigError. */
async function ask(
  { username, password }: NameAndPassword,
  { opts, log, signal }: AuthContext,
): Promise<readonly Value[] | undefined> {
  const url = serviceOf(opts);
  const reply = await fetch(url, {
    method: "POST",
    body: new URLSearchParams({ username, password }),
    // The password is for this address and no other.
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(MAX_MS)]),
  });
  if (reply.status !== 200) {
    await reply.body?.cancel();
    log.info({ user: username, status: reply.status }, "The web service does not let a user in");
    return undefined;
  }
  const text = await shortText(reply);
  const rules = text.trim() === "" ? [] : parseJson(text);
  return isList(rules) ? rules : [];
}

function serviceOf(opts: AuthContext["opts"]): URL {
  const given = systemOptions(opts, "rest").get("url");
  const url = typeof given === "string" && URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw new ConfigError("The auth system rest needs ^url, an address with http or https");
}

async function shortText(reply: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of reply.body ?? []) {
    size += piece.length;
    if (size > MAX_ANSWER) throw new ConfigError("The web service of the auth system rest answers too much");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
