/**
 * `/keys`: keys of minions, and a new pair for one that is accepted at once.
 */
import type { Dict, Value } from "@salt/core";
import { dict, get, getDict, getString } from "@salt/core";
import { chunksOf } from "../low/low-data.js";
import type { Route, WebReply, WebRequest } from "../web/exchange.js";
import { tarOf } from "../web/tar.js";
import { WebError } from "../web/web-error.js";
import type { Served } from "./served.js";
import { runChunks } from "./served.js";

/** The route `/keys`. */
export function keys(served: Served): Route {
  return {
    maxRest: 1,
    GET: async (request) => {
      const [id] = request.rest;
      const wish =
        id === undefined ? { fun: "key.list_all" } : { fun: "key.finger", kwarg: dict({ match: id }) };
      const told = await runChunks([dict({ client: "wheel", ...wish })], request, served);
      return { value: dict({ return: returnOf(told) }) };
    },
    POST: (request) => newPair(request, served),
  };
}

function returnOf([told]: readonly Value[]): Value {
  return get(getDict(told ?? null, "data"), "return") ?? new Map();
}

/** The pair comes as an archive; the credentials stand beside `mid`, as in Salt. */
async function newPair(request: WebRequest, served: Served): Promise<WebReply> {
  const chunk = chunksOf(request.data)[0] ?? new Map<Value, Value>();
  const id = getString(chunk, "mid") ?? getString(chunk, "id_");
  if (id === undefined) throw new WebError(400, "'mid' must name a minion");
  const told = await runChunks([wishOf(chunk, id)], { ...request, session: undefined }, served);
  const pair = returnOf(told);
  const pub = getString(pair, "pub");
  const priv = getString(pair, "priv");
  if (pub === undefined || priv === undefined) throw new WebError(400, `No keys were made for '${id}'`);
  return {
    headers: {
      "Content-Type": "application/x-tar",
      "Content-Disposition": `attachment; filename="saltkeys-${encodeURIComponent(id)}.tar"`,
      "Cache-Control": "no-cache",
    },
    body: tarOf([
      { name: "minion.pub", text: pub },
      { name: "minion.pem", text: priv },
    ]),
  };
}

function wishOf(chunk: Dict, id: string): Dict {
  const rest = [...chunk].filter(([name]) => name !== "mid");
  return new Map<Value, Value>([...rest, ["client", "wheel"], ["fun", "key.gen_accept"], ["id_", id]]);
}
