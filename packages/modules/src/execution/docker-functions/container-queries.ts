/**
 * Functions that tell of containers.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import {
  dict,
  fn,
  get,
  getDict,
  isDict,
  isInt,
  isList,
  isTruthy,
  matchGlob,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { asDict, EngineRefusal, resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { containerNames, containerState, inspectContainer, listContainers } from "./listing.js";
import { containerLogs } from "./logs.js";

const name = needed.any("The container: its name or id.");

export const containerQueries = {
  ps: fn({
    doc: "The containers that run; also: `all`, `verbose` (with what `inspect_container` tells), `host`.",
    examples: [
      "salt '*' docker.ps",
      "salt '*' docker.ps all=True",
      `salt '*' docker.ps filters="{'label': 'role=web'}"`,
    ],
    params: { filters: maybe.any(null, "Which ones: texts or lists of them by the name of a filter.") },
    varkw: "kwargs",
    run: async ({ filters }, context, { kwargs }) => {
      const engine = await openEngine(context);
      const found = await listContainers(engine, { all: isTruthy(kwargs.get("all")), filters });
      if (isTruthy(kwargs.get("verbose"))) {
        for (const [id, container] of found)
          if (isDict(container))
            found.set(id, new Map([...container, ["Info", await inspectContainer(engine, id)]]));
      }
      if (isTruthy(kwargs.get("host")))
        found.set("host", dict({ interfaces: await context.call("network.interfaces") }));
      return found;
    },
  }),
  list_containers: fn({
    doc: "The names of the containers that run, or of all with `all=True`.",
    examples: ["salt '*' docker.list_containers all=True"],
    varkw: "kwargs",
    run: async (_args, context, { kwargs }) =>
      await containerNames(await openEngine(context), isTruthy(kwargs.get("all"))),
  }),
  inspect_container: fn({
    doc: "All that the engine tells of a container.",
    examples: ["salt '*' docker.inspect_container web"],
    params: { name },
    run: async (args, context) => await inspectContainer(await openEngine(context), args.name),
  }),
  exists: fn({
    doc: "Whether a container is there.",
    examples: ["salt '*' docker.exists web"],
    params: { name },
    run: async (args, context) => {
      try {
        await inspectContainer(await openEngine(context), args.name);
        return true;
      } catch (error) {
        if (error instanceof EngineRefusal) return false;
        throw error;
      }
    },
  }),
  state: fn({
    doc: "`running`, `paused` or `stopped`.",
    examples: ["salt '*' docker.state web"],
    params: { name },
    run: async (args, context) => await containerState(await openEngine(context), args.name),
  }),
  pid: fn({
    doc: "The process id of a container's first process.",
    examples: ["salt '*' docker.pid web"],
    params: { name },
    run: async (args, context) =>
      get(getDict(await inspectContainer(await openEngine(context), args.name), "State"), "Pid") ?? null,
  }),
  port: fn({
    doc: "Which ports of the host lead to ports of a container, or of all whose names match a glob.",
    examples: ["salt '*' docker.port web", "salt '*' docker.port web 80/tcp", "salt '*' docker.port 'web*'"],
    params: {
      name: needed.str("The container, or a glob."),
      private_port: maybe.any(null, "Only this port of it."),
    },
    run: async ({ name: wanted, private_port }, context) => {
      const engine = await openEngine(context);
      const isPattern = /[*?[]/.test(wanted);
      const all = isPattern ? await containerNames(engine, true) : [wanted];
      const pattern = portPattern(private_port);
      const found: MutableDict = new Map<Value, Value>();
      for (const one of all.filter((each) => !isPattern || matchGlob(wanted, each))) {
        const ports = getDict(getDict(await inspectContainer(engine, one), "NetworkSettings"), "Ports");
        found.set(one, new Map([...(ports ?? [])].filter(([port]) => matchGlob(pattern, pythonStr(port)))));
      }
      return isPattern ? found : (found.get(wanted) ?? null);
    },
  }),
  diff: fn({
    doc: "Which files of a container differ from its image's.",
    examples: ["salt '*' docker.diff web"],
    params: { name },
    run: async (args, context) => {
      const engine = await openEngine(context);
      const changes = await engine.json({ action: "diff", path: resource`/containers/${args.name}/changes` });
      const found = new Map<Value, Value[]>();
      for (const change of isList(changes) ? changes : []) {
        const kind = KINDS[Number(get(change, "Kind"))] ?? "Unknown";
        found.set(kind, [...(found.get(kind) ?? []), get(change, "Path") ?? null]);
      }
      return found;
    },
  }),
  top: fn({
    doc: "The processes of a container.",
    examples: ["salt '*' docker.top web"],
    params: { name },
    run: async (args, context) => {
      const engine = await openEngine(context);
      const told = asDict(
        await engine.json({ action: "top", path: resource`/containers/${args.name}/top` }),
        "top",
      );
      return rowsOf(told);
    },
  }),
  logs: fn({
    doc: "What a container printed; also: `stdout`, `stderr`, `timestamps`, `tail`, `since`, `until`, `follow`.",
    examples: ["salt '*' docker.logs web", "salt '*' docker.logs web tail=10"],
    params: { name },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      if (kwargs.has("stream")) throw new SaltInvocationError("The 'stream' argument is not supported");
      refuseOtherKeywords(kwargs, LOG_ARGUMENTS);
      return await containerLogs(await openEngine(context), args.name, new Map(givenKeywords(kwargs)));
    },
  }),
};

/** The arguments of `docker.logs`. */
export const LOG_ARGUMENTS = [
  "stdout",
  "stderr",
  "timestamps",
  "tail",
  "since",
  "until",
  "follow",
  "client_timeout",
];

const KINDS = ["Changed", "Added", "Deleted"];

function portPattern(port: Value): string {
  if (port === null) return "*";
  if (isInt(port)) return `${port}/*`;
  const parts = /^(\d+)\/(tcp|udp)$/i.exec(pythonStr(port));
  if (parts !== null) return `${parts[1]}/${parts[2]?.toLowerCase()}`;
  throw new SaltInvocationError(
    `Invalid private_port '${pythonStr(port)}'. Must either be a port number, or be in port/protocol notation ` +
      "(e.g. 5000/tcp)",
  );
}

function rowsOf(told: Dict): readonly Value[] {
  const titles = told.get("Titles");
  const processes = told.get("Processes");
  const names = isList(titles) ? titles : [];
  return (isList(processes) ? processes : []).map((process) => {
    const cells = isList(process) ? process : [];
    return new Map<Value, Value>(names.map((title, at) => [title, cells[at] ?? null]));
  });
}
