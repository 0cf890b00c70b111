/**
 * `/events`: the events of the master's bus as they come, as server-sent events.
 */
import { openEvents, readToken } from "@salt/client";
import type { BusEvent } from "@salt/core";
import { dict, errorText, MalformedError, toJson } from "@salt/core";
import { mayHearEvents } from "../permissions.js";
import type { Route, WebRequest } from "../web/exchange.js";
import { WebError } from "../web/web-error.js";
import type { Served } from "./served.js";

/** How often it is asked anew whether a token is still good. */
const CHECK_MS = 60_000;

/** The route `/events`. `X-Auth-Token` may also be a token of the master itself. */
export function events(served: Served): Route {
  return {
    isStream: true,
    GET: async (request) => {
      if (request.query.size > 0) {
        throw new WebError(
          400,
          "/events takes no parameters: a token belongs into X-Auth-Token or a cookie.",
        );
      }
      const token = request.session?.token ?? request.headers["x-auth-token"];
      await checkToken(token, request, served);
      const headers = { "Content-Type": "text/event-stream;charset=utf-8", "Cache-Control": "no-cache" };
      return { headers, stream: told(token ?? "", request, served) };
    },
  };
}

/** Throws WebError: 401 for a token that is none or over, 403 for one that may not hear events. */
async function checkToken(token: string | undefined, request: WebRequest, { place }: Served): Promise<void> {
  const isForm = token !== undefined && /^[0-9a-fA-F]+$/.test(token);
  const data = isForm ? await readToken(place.config, token, request.signal) : undefined;
  if (data === undefined) throw new WebError(401, "No permission -- see authorization schemes");
  if (!mayHearEvents(data, place.config.external_auth)) {
    throw new WebError(403, "Events are told to those whose rules in external_auth have '@events' or '.*'.");
  }
}

async function* told(
  token: string,
  request: WebRequest,
  served: Served,
): AsyncGenerator<string, void, undefined> {
  const { configFile, user } = served.place;
  const stream = await openEvents({ configFile, user, signal: request.signal });
  let checked = performance.now();
  try {
    yield "retry: 400\n";
    for await (const event of stream) {
      if (performance.now() - checked > CHECK_MS) {
        await checkToken(token, request, served);
        checked = performance.now();
      }
      const text = eventText(event);
      if (text !== undefined) yield text;
    }
  } catch (error) {
    served.log.debug({ err: errorText(error) }, "A stream of events ends");
  } finally {
    await stream.close();
  }
}

/** A tag must not begin a line of its own, which listeners would take for data. */
const LINE_END = /[\r\n]/g;

/** The lines of an event; nothing for one with bytes, which JSON cannot hold. */
function eventText({ tag, data }: BusEvent): string | undefined {
  try {
    return `tag: ${tag.replaceAll(LINE_END, " ")}\ndata: ${toJson(dict({ data, tag }))}\n\n`;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}
