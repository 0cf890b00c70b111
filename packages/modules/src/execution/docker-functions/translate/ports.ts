/**
 * Ports of containers, and where of the host they are bound to.
 */
import type { MutableDict, Value } from "@salt/core";
import { isDict, isInt, isList, pythonStr, SaltInvocationError, tuple } from "@salt/core";
import type { Translate } from "./words.js";
import { checkAddress, split, stringList } from "./words.js";

/** Ports of a text like `80` or `8000-8010`, both ends included. Throws SaltInvocationError. */
function portRange(value: Value): readonly [number, number] {
  if (isInt(value)) return [Number(value), Number(value)];
  const parts = split(pythonStr(value), "-");
  const [start, end = start] = parts.map((part) => (/^[-+]?\d+$/.test(part) ? Number(part) : Number.NaN));
  if (parts.length > 2 || start === undefined || end === undefined || Number.isNaN(start + end))
    throw new SaltInvocationError(`'${pythonStr(value)}' is non-numeric or an invalid port range`);
  if (start > end) {
    throw new SaltInvocationError(
      `Start of port range (${start}) cannot be greater than end of port range (${end})`,
    );
  }
  if (end > 65_535) throw new SaltInvocationError(`'${pythonStr(value)}' is beyond the last port, 65535`);
  return [start, end];
}

/** A port as the list of ports has it: a number, or number and protocol when that is UDP. */
export function portDefinition(value: Value, protocol = "tcp"): Value {
  const [number = "", own = ""] = pythonStr(value).split("/");
  return (own || protocol).toLowerCase() === "udp" ? tuple([Number(number), "udp"]) : Number(number);
}

/** The ports that a container opens, each once. */
export const asPorts: Translate = (value) => {
  if (!isList(value) && typeof value !== "string" && !isInt(value))
    throw new SaltInvocationError(`'${pythonStr(value)}' is not a valid port definition`);
  const items = isList(value) ? value : isInt(value) ? [value] : split(value);
  const found = new Map<string, Value>();
  for (const item of items) {
    if (!isInt(item) && typeof item !== "string")
      throw new SaltInvocationError(`'${pythonStr(item)}' is not a valid port definition`);
    const [range = "", protocol = ""] = pythonStr(item).split("/");
    const [start, end] = portRange(range);
    for (let port = start; port <= end; port++) {
      const definition = portDefinition(port, protocol);
      found.set(pythonStr(definition), definition);
    }
  }
  return [...found.values()];
};

/** One container port and what it is bound to: nothing, a port, an address, or both. */
type Binding = readonly [port: Value, bound: Value];

/** Bindings by the ports of the container. */
export const asPortBindings: Translate = (value, rules) => {
  if (isDict(value)) return value;
  const found: MutableDict = new Map<Value, Value>();
  for (const text of stringList(value)) {
    for (const [port, bound] of bindingsOf(text, rules.checksAddresses)) {
      const before = found.get(port);
      if (!found.has(port)) found.set(port, bound);
      else
        found.set(
          port,
          [...(isPlainList(before) ? before : [before ?? null]), bound].map((one) => one ?? bare(port)),
        );
    }
  }
  return found;
};

function isPlainList(value: Value | undefined): value is readonly Value[] {
  return isList(value) && pythonStr(value).startsWith("[");
}

function bare(port: Value): Value {
  return typeof port === "string" ? Number(port.split("/")[0]) : port;
}

function bindingsOf(text: string, checksAddresses: boolean): readonly Binding[] {
  const parts = split(text, ":");
  const [last = ""] = parts.slice(-1);
  const [range = "", protocol = ""] = last.split("/");
  if (parts.length === 1) {
    if (last === "") throw new SaltInvocationError("Empty port binding definition found");
    return portsOf(range).map((port) => [withProtocol(port, protocol), null]);
  }
  if (parts.length === 2) return onHost(text, parts[0] ?? "", range, protocol);
  if (parts.length === 3) return onAddress(parts, range, protocol, checksAddresses);
  throw new SaltInvocationError(
    `'${text}' is an invalid port binding definition (at most 3 components are allowed, found ${parts.length})`,
  );
}

function onHost(text: string, host: string, range: string, protocol: string): readonly Binding[] {
  if (host === "") throw new SaltInvocationError(`Empty host port in port binding definition '${text}'`);
  if (range === "")
    throw new SaltInvocationError(`Empty container port in port binding definition '${text}'`);
  const ports = portsOf(range);
  const hostPorts = sameNumber(host, ports, range);
  return ports.map((port, at) => [withProtocol(port, protocol), hostPorts[at] ?? null]);
}

function onAddress(
  parts: readonly string[],
  range: string,
  protocol: string,
  checksAddresses: boolean,
): readonly Binding[] {
  const [address = "", host = ""] = parts;
  if (checksAddresses) checkAddress(address);
  const ports = portsOf(range);
  const hostPorts = host === "" ? [] : sameNumber(host, ports, range);
  return ports.map((port, at) => {
    const hostPort = hostPorts[at];
    return [withProtocol(port, protocol), tuple(hostPort === undefined ? [address] : [address, hostPort])];
  });
}

function portsOf(range: string): readonly number[] {
  const [start, end] = portRange(range);
  return Array.from({ length: end - start + 1 }, (_unset, at) => start + at);
}

function sameNumber(host: string, ports: readonly number[], range: string): readonly number[] {
  const hostPorts = portsOf(host);
  if (hostPorts.length === ports.length) return hostPorts;
  throw new SaltInvocationError(
    `Host port range (${host}) does not have the same number of ports as the container port range (${range})`,
  );
}

function withProtocol(port: number, protocol: string): Value {
  return protocol.toLowerCase() === "udp" ? `${port}/udp` : port;
}
