/**
 * The part of a container's description that is about the host: `HostConfig`.
 */
import type { MutableDict, Value } from "@salt/core";
import { CommandExecutionError, isDict, isInt, isList, isTruthy, pythonStr } from "@salt/core";
import { binds, byteCount, devices, hosts, links, portBindings, tmpfs, wrongType } from "./values.js";

/** One setting: the engine's name, whether values like 0 and "" are left out, the type, and how it is written. */
interface Setting {
  readonly key: string;
  readonly skipsEmpty?: boolean;
  readonly type?: "int" | "str" | "list" | "dict";
  readonly write?: (value: Value) => Value;
}

const set = (key: string, write?: Setting["write"]): Setting =>
  write === undefined ? { key } : { key, write };
const filled = (key: string, write?: Setting["write"]): Setting => ({ ...set(key, write), skipsEmpty: true });
const whole = (key: string): Setting => ({ key, skipsEmpty: true, type: "int" });
const listed = (key: string): Setting => ({ key, skipsEmpty: true, type: "list" });

const texts = (value: Value): Value => (isList(value) ? value.map((item) => pythonStr(item)) : value);
const textValues = (value: Value): Value =>
  isDict(value) ? new Map([...value].map(([name, text]) => [name, pythonStr(text)])) : value;
const keyValues = (value: Value): Value =>
  isDict(value)
    ? [...value].map(([name, text]) => new Map<Value, Value>([["Key", name], ["Value", pythonStr(text)]])) // biome-ignore format: one entry
    : value;

/** Every argument that is about the host. */
export const HOST_SETTINGS: Readonly<Record<string, Setting>> = {
  binds: set("Binds", binds),
  port_bindings: set("PortBindings", portBindings),
  lxc_conf: set("LxcConf", keyValues),
  publish_all_ports: filled("PublishAllPorts"),
  links: set("Links", links),
  privileged: filled("Privileged"),
  dns: set("Dns"),
  dns_search: filled("DnsSearch"),
  volumes_from: set("VolumesFrom"),
  restart_policy: { key: "RestartPolicy", skipsEmpty: true, type: "dict" },
  cap_add: filled("CapAdd"),
  cap_drop: filled("CapDrop"),
  devices: filled("Devices", devices),
  extra_hosts: set("ExtraHosts", hosts),
  read_only: set("ReadonlyRootfs"),
  pid_mode: filled("PidMode"),
  ipc_mode: filled("IpcMode"),
  security_opt: { key: "SecurityOpt", type: "list" },
  ulimits: { key: "Ulimits", type: "list" },
  log_config: { key: "LogConfig", type: "dict" },
  mem_limit: set("Memory", byteCount),
  memswap_limit: set("MemorySwap", byteCount),
  mem_reservation: filled("MemoryReservation", byteCount),
  kernel_memory: filled("KernelMemory", byteCount),
  mem_swappiness: { key: "MemorySwappiness", type: "int" },
  cgroup_parent: set("CgroupParent"),
  group_add: filled("GroupAdd", texts),
  cpu_quota: whole("CpuQuota"),
  cpu_period: whole("CpuPeriod"),
  blkio_weight: whole("BlkioWeight"),
  blkio_weight_device: listed("BlkioWeightDevice"),
  device_read_bps: listed("BlkioDeviceReadBps"),
  device_write_bps: listed("BlkioDeviceWriteBps"),
  device_read_iops: listed("BlkioDeviceReadIOps"),
  device_write_iops: listed("BlkioDeviceWriteIOps"),
  oom_kill_disable: filled("OomKillDisable"),
  shm_size: set("ShmSize", byteCount),
  sysctls: { key: "Sysctls", skipsEmpty: true, type: "dict", write: textValues },
  tmpfs: filled("Tmpfs", tmpfs),
  oom_score_adj: whole("OomScoreAdj"),
  dns_opt: set("DnsOptions"),
  cpu_shares: whole("CpuShares"),
  cpuset_cpus: filled("CpusetCpus"),
  userns_mode: filled("UsernsMode"),
  uts_mode: filled("UTSMode"),
  pids_limit: whole("PidsLimit"),
  isolation: { key: "Isolation", skipsEmpty: true, type: "str" },
  auto_remove: filled("AutoRemove"),
  storage_opt: set("StorageOpt"),
  init: set("Init"),
  init_path: set("InitPath"),
  volume_driver: set("VolumeDriver"),
  cpu_count: whole("CpuCount"),
  cpu_percent: whole("CpuPercent"),
  nano_cpus: whole("NanoCpus"),
  cpuset_mems: { key: "CpusetMems", skipsEmpty: true, type: "str" },
  runtime: filled("Runtime"),
  mounts: set("Mounts"),
  cpu_rt_period: whole("CPURealtimePeriod"),
  cpu_rt_runtime: whole("CPURealtimeRuntime"),
  device_cgroup_rules: { key: "DeviceCgroupRules", type: "list" },
  device_requests: { key: "DeviceRequests", type: "list" },
  cgroupns: filled("CgroupnsMode"),
  network_mode: filled("NetworkMode"),
};

/** `HostConfig` of arguments. Throws CommandExecutionError for values of a wrong type. */
export function hostConfig(given: ReadonlyMap<string, Value>): MutableDict {
  const mode = given.get("network_mode") ?? null;
  if (mode === "host" && isTruthy(given.get("port_bindings")))
    throw new CommandExecutionError('"host" network_mode is incompatible with port_bindings');
  const found: MutableDict = new Map<Value, Value>();
  for (const [name, value] of given) {
    const setting = HOST_SETTINGS[name];
    if (setting === undefined || value === null || (setting.skipsEmpty && !isTruthy(value))) continue;
    checkType(name, setting, value);
    if ((name === "userns_mode" || name === "uts_mode") && value !== "host") {
      const told = `Invalid value for ${name} param: ${pythonStr(value)}`;
      throw new CommandExecutionError(`Unable to perform create_host_config: ${told}`);
    }
    found.set(setting.key, setting.write?.(value) ?? value);
  }
  if (!found.has("NetworkMode")) found.set("NetworkMode", "default");
  return found;
}

function checkType(name: string, { type }: Setting, value: Value): void {
  if (type === "int" && !isInt(value)) throw wrongType(name, type, value);
  if (type === "str" && typeof value !== "string") throw wrongType(name, "string", value);
  if (type === "list" && !isList(value)) throw wrongType(name, type, value);
  if (type === "dict" && !isDict(value))
    throw wrongType(name, name === "log_config" ? "LogConfig" : type, value);
}
