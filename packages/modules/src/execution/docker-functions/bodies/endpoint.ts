/**
 * How a container is connected to a network.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { isDict, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { links } from "./values.js";

/** Arguments of a connection. */
export const ENDPOINT_SETTINGS = [
  "aliases",
  "links",
  "ipv4_address",
  "ipv6_address",
  "link_local_ips",
  "driver_opt",
  "mac_address",
] as const;

/** The description of a connection. Throws SaltInvocationError for settings that are not known. */
export function endpointConfig(given: Dict): MutableDict {
  const known: readonly string[] = ENDPOINT_SETTINGS;
  const other = [...given.keys()].find((name) => !known.includes(pythonStr(name)));
  if (other !== undefined)
    throw new SaltInvocationError(`'${pythonStr(other)}' is no setting of a connection to a network`);
  const found: MutableDict = new Map<Value, Value>();
  const take = (into: MutableDict, key: string, name: string, write = (value: Value) => value): void => {
    const value = given.get(name) ?? null;
    if (isTruthy(value)) into.set(key, write(value));
  };
  take(found, "Aliases", "aliases");
  take(found, "Links", "links", links);
  take(found, "MacAddress", "mac_address");
  const ipam: MutableDict = new Map<Value, Value>();
  take(ipam, "IPv4Address", "ipv4_address");
  take(ipam, "IPv6Address", "ipv6_address");
  const local = given.get("link_local_ips") ?? null;
  if (local !== null) ipam.set("LinkLocalIPs", local);
  if (ipam.size > 0) found.set("IPAMConfig", ipam);
  const options = given.get("driver_opt") ?? null;
  if (isTruthy(options) && !isDict(options)) throw new SaltInvocationError("driver_opt must be a dictionary");
  take(found, "DriverOpts", "driver_opt");
  return found;
}
