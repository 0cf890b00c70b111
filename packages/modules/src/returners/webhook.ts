/**
 * Returns to a web address.
 */
import type { Dict } from "@salt/core";
import {
  CommandExecutionError,
  isDict,
  pythonStr,
  returnerModule,
  SaltInvocationError,
  toJson,
} from "@salt/core";
import type { SettingNames } from "./job-store/settings.js";
import { returnerSettings } from "./job-store/settings.js";

const NAMES: SettingNames = { returner: "webhook", places: ["url"], secrets: ["token"], others: [] };
const TIMEOUT_MS = 30_000;

export const webhook = returnerModule("webhook", {
  doc: "Sends returns as JSON, by POST, to the address of the option webhook.url, with the headers of webhook.headers and, as a bearer, webhook.token.",
  usable: ({ opts }) =>
    returnerSettings(NAMES, opts).has("url") ? true : "The option webhook.url is not set",
  take: async (ret, { opts, signal }) => {
    const settings = returnerSettings(NAMES, opts, ret);
    const url = settings.get("url") ?? "";
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new SaltInvocationError("webhook: the option webhook.url is no web address");
    const token = settings.get("token");
    const isConfigured = opts.get("webhook.url") === url;
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(isConfigured ? headersOf(opts) : {}),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: toJson(ret),
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await answer.body?.cancel();
    if (!answer.ok)
      throw new CommandExecutionError(`webhook: ${new URL(url).host} answered ${answer.status} to a return`);
  },
});

function headersOf(opts: Dict): Record<string, string> {
  const given = opts.get("webhook.headers");
  if (!isDict(given)) return {};
  return Object.fromEntries([...given].map(([name, value]) => [pythonStr(name), pythonStr(value)]));
}
