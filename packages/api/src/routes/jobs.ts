/**
 * `/jobs`: jobs of the job cache, and what one of them gave.
 */
import type { MutableDict, Value } from "@salt/core";
import { dict, get, getDict, isJid } from "@salt/core";
import type { Route, WebReply, WebRequest } from "../web/exchange.js";
import { WebError } from "../web/web-error.js";
import type { Served } from "./served.js";
import { runChunks } from "./served.js";

/** The route `/jobs`. */
export function jobs(served: Served): Route {
  return {
    needsSession: true,
    maxRest: 1,
    GET: async (request) => {
      const [jid] = request.rest;
      if (jid !== undefined) return await oneJob(jid, request, served);
      const chunk = dict({ client: "runner", fun: "jobs.list_jobs" });
      const [list = null] = await runChunks([chunk], request, served);
      return { value: dict({ return: [list] }) };
    },
  };
}

async function oneJob(jid: string, request: WebRequest, served: Served): Promise<WebReply> {
  if (!isJid(jid)) throw new WebError(404, `'${jid}' is no id of a job`);
  const chunk = dict({ client: "runner", fun: "jobs.list_job", kwarg: dict({ jid }) });
  const [info = null] = await runChunks([chunk], request, served);
  const returns: MutableDict = new Map<Value, Value>();
  for (const [id, told] of getDict(info, "Result") ?? []) returns.set(id, get(told, "return") ?? null);
  return { value: dict({ info: [info], return: [returns] }) };
}
