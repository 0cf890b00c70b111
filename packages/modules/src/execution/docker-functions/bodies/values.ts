/**
 * Values of container settings in the engine's own form.
 */
import type { MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  isDict,
  isFloat,
  isInt,
  isList,
  isTruthy,
  pythonStr,
  pythonType,
} from "@salt/core";
import { splitWords } from "../../cmd/words.js";

const UNITS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** A value that the engine would not take. */
export function wrongType(name: string, expected: string, value: Value): CommandExecutionError {
  const found = `Invalid type for ${name} param: expected ${expected} but found <class '${pythonType(value)}'>`;
  return new CommandExecutionError(`Unable to perform create_host_config: ${found}`);
}

/** Bytes of a number or a text like `64m`. Throws CommandExecutionError. */
export function byteCount(value: Value): Value {
  if (isInt(value) || isFloat(value)) return value;
  const text = pythonStr(value).trim();
  if (text === "") return 0;
  const [digits = "", suffix = ""] = /^(.*?)([a-z]?)b?$/is.exec(text)?.slice(1) ?? [];
  const unit = UNITS[(suffix || "b").toLowerCase()];
  if (unit === undefined) {
    throw new CommandExecutionError(
      `The specified value for memory (${text}) should specify the units: one of \`b\` \`k\` \`m\` \`g\``,
    );
  }
  if (digits.trim() === "" || Number.isNaN(Number(digits)))
    throw new CommandExecutionError(
      `Failed converting the string value for memory (${digits}) to an integer.`,
    );
  return Math.trunc(Number(digits) * unit);
}

/** Devices of texts like `/dev/sda:/dev/xvda:rwm`. */
export function devices(value: Value): Value {
  return listOf(value).map((device) => {
    if (isDict(device)) return device;
    const [host = "", inside = host, rights = "rwm"] = pythonStr(device).split(":");
    return new Map<Value, Value>([
      ["PathOnHost", host],
      ["PathInContainer", inside],
      ["CgroupPermissions", rights],
    ]);
  });
}

/** Binds as texts `source:target:mode`. Throws CommandExecutionError. */
export function binds(value: Value): Value {
  if (!isDict(value)) return value;
  return [...value].map(([source, bind]) => {
    if (!isDict(bind)) return `${pythonStr(source)}:${pythonStr(bind)}:rw`;
    if (bind.has("ro") && bind.has("mode"))
      throw new CommandExecutionError(
        'Unable to perform create_host_config: a bind has both "ro" and "mode"',
      );
    const mode = bind.has("ro")
      ? isTruthy(bind.get("ro"))
        ? "ro"
        : "rw"
      : pythonStr(bind.get("mode") ?? "rw");
    const spread = pythonStr(bind.get("propagation") ?? "");
    const isSpread = /^r?(shared|slave|private)$/.test(spread);
    const modes = [...(mode === "" ? [] : [mode]), ...(isSpread ? [spread] : [])].join(",");
    return `${pythonStr(source)}:${pythonStr(bind.get("bind") ?? "")}:${modes}`;
  });
}

/** Port bindings: for each port of the container, addresses and ports of the host. */
export function portBindings(value: Value): Value {
  const found: MutableDict = new Map<Value, Value>();
  for (const [port, bound] of isDict(value) ? value : []) {
    const name = pythonStr(port);
    const all = isList(bound) && !isPair(bound) ? bound : [bound];
    found.set(name.includes("/") ? name : `${name}/tcp`, all.map(portBinding));
  }
  return found;
}

function isPair(value: Value): boolean {
  return pythonType(value) === "tuple";
}

function portBinding(bound: Value): Value {
  const made = (host: Value, port: Value): Value =>
    new Map<Value, Value>([
      ["HostIp", host],
      ["HostPort", port === null ? "" : pythonStr(port)],
    ]);
  if (isList(bound)) {
    const [first = null, second] = bound;
    if (second !== undefined) return made(first, second);
    return typeof first === "string" ? made(first, "") : made("", first);
  }
  if (!isDict(bound)) return made("", bound);
  return made(bound.get("HostIp") ?? "", bound.get("HostPort") ?? null);
}

/** Links as texts, in order: a map of names to aliases, or pairs. */
export function links(value: Value): Value {
  const pairs = isDict(value) ? [...value] : listOf(value).map((pair) => (isList(pair) ? pair : [pair]));
  return pairs
    .map(([name = null, alias]) =>
      isTruthy(alias) ? `${pythonStr(name)}:${pythonStr(alias ?? null)}` : pythonStr(name),
    )
    .sort();
}

/** `a:b` texts of a map, in order; anything else as it is. */
export function hosts(value: Value): Value {
  if (!isDict(value)) return value;
  return [...value].map(([name, address]) => `${pythonStr(name)}:${pythonStr(address)}`).sort();
}

/** `A=b` texts of a map; names alone for values of null. */
export function environment(value: Value): Value {
  if (!isDict(value)) return value;
  return [...value].map(([name, text]) =>
    text === null ? pythonStr(name) : `${pythonStr(name)}=${pythonStr(text)}`,
  );
}

/** Words of a command line; a list as it is. Throws CommandExecutionError for a quote that is not closed. */
export function commandWords(value: Value): Value {
  return typeof value === "string" ? [...splitWords(value)] : value;
}

/** Temporary file systems by path, of a map or texts like `/run:size=1m`. */
export function tmpfs(value: Value): Value {
  if (isDict(value)) return value;
  return new Map(
    listOf(value).map((item) => {
      const [path = "", ...options] = pythonStr(item).split(":");
      return [path, options.join(":")];
    }),
  );
}

/** A list of names as keys of empty maps; a map as it is. */
export function emptyMaps(value: Value): Value {
  if (isDict(value) || value === null) return value;
  return new Map(listOf(value).map((name) => [name, new Map<Value, Value>()]));
}

/** Ports that a container opens as `80/tcp`, keys of empty maps. */
export function exposedPorts(value: Value): Value {
  if (!isList(value)) return value;
  return new Map(
    value.map((port) => {
      const [number, protocol = "tcp"] = isList(port) ? port : [port];
      return [`${pythonStr(number ?? null)}/${pythonStr(protocol)}`, new Map<Value, Value>()];
    }),
  );
}

function listOf(value: Value): readonly Value[] {
  return isList(value) ? value : [value];
}
