/**
 * The description of a container that the engine is asked to make.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { endpointConfig } from "./endpoint.js";
import { HOST_SETTINGS, hostConfig } from "./host-config.js";
import { commandWords, emptyMaps, environment, exposedPorts } from "./values.js";

/** Arguments about the container itself. */
export const CONTAINER_SETTINGS = [
  "command",
  "hostname",
  "user",
  "detach",
  "stdin_open",
  "tty",
  "ports",
  "environment",
  "volumes",
  "network_disabled",
  "entrypoint",
  "working_dir",
  "domainname",
  "host_config",
  "mac_address",
  "labels",
  "stop_signal",
  "networking_config",
  "healthcheck",
  "stop_timeout",
  "platform",
] as const;

/** A description, and the arguments that are none of it. */
export interface ContainerBody {
  readonly body: MutableDict;
  readonly hostConfig: Dict;
  readonly platform: Value;
  readonly unused: readonly string[];
}

/** The description of a container. Throws CommandExecutionError for values of a wrong type. */
export function containerBody(image: string, given: Dict): ContainerBody {
  const args = new Map([...given].map(([name, value]) => [pythonStr(name), value]));
  const { networkMode, networks } = networksOf(args);
  const known = new Set<string>([...CONTAINER_SETTINGS, ...Object.keys(HOST_SETTINGS), "use_config_proxy"]);
  const host = hostConfig(args);
  const whole = args.get("host_config") ?? null;
  for (const [key, value] of isDict(whole) ? whole : []) host.set(key, value);
  const body = settings(image, args);
  body.set("HostConfig", host);
  if (networks.size > 0) body.set("NetworkingConfig", endpoints(networkMode, networks));
  return {
    body,
    hostConfig: host,
    platform: args.get("platform") ?? null,
    unused: [...args.keys()].filter((name) => !known.has(name)).sort(),
  };
}

/** The settings of the one network that `network_mode` names; others are connected later. */
function networksOf(args: Map<string, Value>): { readonly networkMode: string; readonly networks: Dict } {
  const networks = args.get("networks");
  args.delete("networks");
  const networkMode = pythonStr(args.get("network_mode") ?? "");
  const settings = isDict(networks) ? networks.get(networkMode) : undefined;
  return { networkMode, networks: isDict(settings) ? settings : new Map<Value, Value>() };
}

function endpoints(network: string, settings: Dict): Value {
  const config = new Map<Value, Value>([[network, endpointConfig(settings)]]);
  return new Map<Value, Value>([["EndpointsConfig", config]]);
}

function settings(image: string, args: ReadonlyMap<string, Value>): MutableDict {
  const at = (name: string): Value => args.get(name) ?? null;
  const user = at("user");
  const isAttached = !isTruthy(at("detach"));
  const isOpen = isTruthy(at("stdin_open"));
  return new Map<Value, Value>([
    ["Hostname", at("hostname")],
    ["Domainname", at("domainname")],
    ["ExposedPorts", exposedPorts(at("ports"))],
    ["User", user === null ? null : pythonStr(user)],
    ["Tty", isTruthy(at("tty"))],
    ["OpenStdin", isOpen],
    ["StdinOnce", isAttached && isOpen],
    ["AttachStdin", isAttached && isOpen],
    ["AttachStdout", isAttached],
    ["AttachStderr", isAttached],
    ["Env", orNull(environment(at("environment")))],
    ["Cmd", commandWords(at("command"))],
    ["Image", image],
    ["Volumes", emptyMaps(at("volumes"))],
    ["NetworkDisabled", isTruthy(at("network_disabled"))],
    ["Entrypoint", commandWords(at("entrypoint"))],
    ["WorkingDir", at("working_dir")],
    ["NetworkingConfig", at("networking_config")],
    ["MacAddress", at("mac_address")],
    ["Labels", labels(at("labels"))],
    ["StopSignal", at("stop_signal")],
    ["Healthcheck", healthcheck(at("healthcheck"))],
    ["StopTimeout", at("stop_timeout")],
  ]);
}

function orNull(value: Value): Value {
  return isTruthy(value) ? value : null;
}

function labels(value: Value): Value {
  return isList(value) ? new Map(value.map((label) => [label, ""])) : value;
}

const HEALTH_KEYS: Readonly<Record<string, string>> = {
  test: "Test",
  interval: "Interval",
  timeout: "Timeout",
  retries: "Retries",
  start_period: "StartPeriod",
};

/** A health check with names of either form; a command as one text is a line for the shell. */
function healthcheck(value: Value): Value {
  if (!isDict(value) || value.size === 0) return value;
  const found = new Map<Value, Value>(
    [...value].map(([name, setting]) => [HEALTH_KEYS[pythonStr(name)] ?? name, setting]),
  );
  const test = found.get("Test");
  return typeof test === "string" ? found.set("Test", ["CMD-SHELL", test]) : found;
}
