/**
 * The arguments that describe a container: other names for them, and how each is read.
 */
import { isAbsolute } from "node:path";
import type { MutableDict, Value } from "@salt/core";
import { isDict, isInt, isList, pythonStr, SaltInvocationError } from "@salt/core";
import { asPortBindings, asPorts } from "./ports.js";
import type { Translate } from "./words.js";
import {
  asBool,
  asBytes,
  asCommand,
  asDict,
  asInt,
  asLabels,
  asPairs,
  asText,
  asTexts,
  checkAddress,
  namedParts,
  split,
  stringList,
  wholeNumber,
} from "./words.js";

/** Other names of arguments, as the command `docker run` has them. */
export const CONTAINER_ALIASES: Readonly<Record<string, string>> = {
  cmd: "command",
  cpuset: "cpuset_cpus",
  dns_option: "dns_opt",
  env: "environment",
  expose: "ports",
  interactive: "stdin_open",
  ipc: "ipc_mode",
  label: "labels",
  memory: "mem_limit",
  memory_swap: "memswap_limit",
  publish: "port_bindings",
  publish_all: "publish_all_ports",
  restart: "restart_policy",
  rm: "auto_remove",
  sysctl: "sysctls",
  security_opts: "security_opt",
  ulimit: "ulimits",
  user_ns_mode: "userns_mode",
  volume: "volumes",
  workdir: "working_dir",
};

const asBinds: Translate = (value) => {
  if (isDict(value) || isList(value)) return value;
  if (typeof value === "string") return split(value);
  throw new SaltInvocationError(`'${pythonStr(value)}' is not a dictionary or list of bind definitions`);
};

const asWeights: Translate = (value) =>
  namedParts(value, ["Path", "Weight"]).map((item) => {
    const weight = wholeNumber(item.get("Weight") ?? null);
    if (weight === undefined) {
      const [shown, path] = [pythonStr(item.get("Weight") ?? null), pythonStr(item.get("Path") ?? null)];
      throw new SaltInvocationError(`Weight '${shown}' for path '${path}' is not an integer`);
    }
    return item.set("Weight", weight);
  });

function asRates(needsNumber: boolean): Translate {
  return (value) =>
    namedParts(value, ["Path", "Rate"]).map((item) => {
      const path = pythonStr(item.get("Path") ?? null);
      if (!isAbsolute(path)) throw new SaltInvocationError(`Path '${path}' is not absolute`);
      const rate = item.get("Rate") ?? null;
      const number = wholeNumber(rate);
      if (number === undefined && needsNumber)
        throw new SaltInvocationError(`Rate '${pythonStr(rate)}' for path '${path}' is non-numeric`);
      return item.set("Rate", number ?? rate);
    });
}

const asAddresses: Translate = (value, { checksAddresses }) => {
  const addresses = stringList(value);
  if (checksAddresses) addresses.forEach(checkAddress);
  return addresses;
};

const asHosts: Translate = (value, rules) => {
  const hosts = asPairs(":")(value, rules);
  if (rules.checksAddresses && isDict(hosts)) [...hosts.values()].forEach(checkAddress);
  return hosts;
};

const asRestartPolicy: Translate = (value) => {
  const [policy, ...more] = namedParts(value, ["Name", "MaximumRetryCount"], "0");
  if (policy === undefined || more.length > 0) throw new SaltInvocationError("Only one policy is permitted");
  const count = policy.get("MaximumRetryCount") ?? null;
  const number = wholeNumber(count);
  if (number === undefined) throw new SaltInvocationError(`Retry count '${pythonStr(count)}' is non-numeric`);
  return policy.set("MaximumRetryCount", number);
};

const asUlimits: Translate = (value) =>
  (isList(value) ? value : stringList(value)).map((item) => (isDict(item) ? item : ulimit(pythonStr(item))));

function ulimit(text: string): MutableDict {
  const [name, limits] = split(text, "=", 2);
  if (name === undefined || limits === undefined) {
    throw new SaltInvocationError(
      `Ulimit definition '${text}' is not in the format type=soft_limit[:hard_limit]`,
    );
  }
  const [soft = "", hard = soft] = split(limits, ":", 2);
  const [low, high] = [wholeNumber(soft), wholeNumber(hard)];
  if (low === undefined || high === undefined)
    throw new SaltInvocationError(`Limit '${text}' contains non-numeric value(s)`);
  return new Map<Value, Value>([
    ["Name", name],
    ["Soft", low],
    ["Hard", high],
  ]);
}

const asUser: Translate = (value) => {
  const uid = wholeNumber(value) ?? value;
  if (!isInt(uid) && typeof uid !== "string")
    throw new SaltInvocationError("Value must be a username or uid");
  if (isInt(uid) && uid < 0) throw new SaltInvocationError(`'${uid}' is an invalid uid`);
  return uid;
};

const asVolumes: Translate = (value) => {
  const volumes = stringList(value);
  const relative = volumes.find((path) => !isAbsolute(path));
  if (relative !== undefined) throw new SaltInvocationError(`'${relative}' is not an absolute path`);
  return volumes;
};

const asDirectory: Translate = (value) => {
  if (typeof value === "string" && isAbsolute(value)) return value;
  throw new SaltInvocationError(`'${pythonStr(value)}' is not an absolute path`);
};

function each(names: string, translate: Translate): Readonly<Record<string, Translate>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, translate]));
}

/** How each argument is read; arguments that are not here are handed on as they are. */
export const CONTAINER_ARGUMENTS: Readonly<Record<string, Translate>> = {
  ...each(
    "auto_remove detach network_disabled oom_kill_disable privileged publish_all_ports read_only",
    asBool,
  ),
  ...each("stdin_open tty", asBool),
  ...each("cap_add cap_drop devices dns_opt dns_search group_add security_opt volumes_from", asTexts),
  ...each("blkio_weight cpu_group cpu_period cpu_shares mem_swappiness oom_score_adj pids_limit", asInt),
  ...each("stop_timeout", asInt),
  ...each("cpuset_cpus cpuset_mems domainname hostname ipc_mode isolation log_driver mac_address", asText),
  ...each("name network_mode pid_mode stop_signal userns_mode volume_driver", asText),
  ...each("environment log_opt lxc_conf storage_opt sysctls", asPairs("=")),
  ...each("mem_limit memswap_limit shm_size", asBytes),
  ...each("command entrypoint", asCommand),
  ...each("host_config tmpfs", asDict),
  ...each("device_read_bps device_write_bps", asRates(false)),
  ...each("device_read_iops device_write_iops", asRates(true)),
  binds: asBinds,
  blkio_weight_device: asWeights,
  dns: asAddresses,
  extra_hosts: asHosts,
  labels: asLabels,
  links: asPairs(":"),
  port_bindings: asPortBindings,
  ports: asPorts,
  restart_policy: asRestartPolicy,
  ulimits: asUlimits,
  user: asUser,
  volumes: asVolumes,
  working_dir: asDirectory,
};
