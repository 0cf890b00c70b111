/**
 * Functions that tell of the engine itself, and of anything by its name.
 */
import type { Value } from "@salt/core";
import { CommandExecutionError, fn, isTruthy, maybe, needed, pythonStr, tuple } from "@salt/core";
import { CONTAINER_SETTINGS } from "./bodies/container-body.js";
import { ENDPOINT_SETTINGS } from "./bodies/endpoint.js";
import { HOST_SETTINGS } from "./bodies/host-config.js";
import { POOL_SETTINGS } from "./bodies/ipam.js";
import { LOG_ARGUMENTS } from "./container-queries.js";
import type { Engine } from "./engine/engine.js";
import { asDict, EngineRefusal, resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { inspectContainer, inspectImage, inspectNetwork } from "./listing.js";
import { stringList } from "./translate/words.js";

/** The arguments of functions that take many, by Salt's names of these groups. */
const CLIENT_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  create_container: ["image", "name", ...CONTAINER_SETTINGS],
  host_config: Object.keys(HOST_SETTINGS),
  connect_container_to_network: ENDPOINT_SETTINGS,
  logs: LOG_ARGUMENTS.filter((name) => name !== "client_timeout"),
  create_network: [
    "driver",
    "options",
    "ipam",
    "check_duplicate",
    "internal",
    "labels",
    "enable_ipv6",
    "attachable",
    "scope",
    "ingress",
  ],
  ipam_config: POOL_SETTINGS,
};

export const engineFacts = {
  version: fn({
    doc: "The versions of the engine and its parts.",
    examples: ["salt '*' docker.version"],
    run: async (_args, context) => {
      const engine = await openEngine(context);
      const told = new Map(asDict(await engine.json({ action: "version", path: "/version" }), "version"));
      for (const name of ["Version", "ApiVersion"]) {
        const numbers = /^[\d.]+/.exec(pythonStr(told.get(name) ?? ""))?.[0].split(".") ?? [];
        const parts = numbers.filter((part) => part !== "").map(Number);
        if (parts.length > 0) told.set(`${name}Info`, tuple(parts));
      }
      return told;
    },
  }),
  info: fn({
    doc: "What the engine tells of itself and of the machine.",
    examples: ["salt '*' docker.info"],
    run: async (_args, context) => await (await openEngine(context)).json({ action: "info", path: "/info" }),
  }),
  inspect: fn({
    doc: "All that the engine tells of a container, image, volume or network, whichever has the name.",
    examples: ["salt '*' docker.inspect web", "salt '*' docker.inspect my_volume"],
    params: { name: needed.any("The name or id.") },
    run: async ({ name }, context) => {
      const engine = await openEngine(context);
      for (const look of LOOKS) {
        try {
          return await look(engine, name);
        } catch (error) {
          if (!(error instanceof EngineRefusal) || error.status !== 404) throw error;
        }
      }
      throw new CommandExecutionError(
        `Error 404: No such image/container/volume/network: ${pythonStr(name)}`,
      );
    },
  }),
  get_client_args: fn({
    doc: "The arguments that functions take which hand them on to the engine.",
    examples: ["salt '*' docker.get_client_args", "salt '*' docker.get_client_args logs"],
    params: { limit: maybe.any(null, "Only these groups, a list or with commas.") },
    run: ({ limit }) => {
      const wanted = isTruthy(limit) ? stringList(limit) : Object.keys(CLIENT_ARGUMENTS);
      return Object.fromEntries(Object.entries(CLIENT_ARGUMENTS).filter(([group]) => wanted.includes(group)));
    },
  }),
};

const LOOKS: readonly ((engine: Engine, name: Value) => Promise<Value>)[] = [
  inspectContainer,
  inspectImage,
  async (engine, name) => await engine.json({ action: "inspect_volume", path: resource`/volumes/${name}` }),
  inspectNetwork,
];
