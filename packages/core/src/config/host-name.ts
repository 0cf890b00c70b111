/**
 * What this machine is called, by Salt's rules for a minion without an id.
 */
import { lookup, lookupService } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";

/** Names every machine has, or none should have. */
const NOBODY = /^(?:localhost|ip6-|127\.\d|0\.0\.0\.0|::1|ipv6-|fe00::|fe02::|1.0.0..*.ip6.arpa)/;

/** How long the name service may take, in milliseconds. */
const LOOKUP_TIME = 5000;

/** The first usable name: fully qualified, host name, names in files, an address; "localhost" when there is none. */
export async function findHostName(): Promise<string> {
  const own = hostname();
  const names = [await qualifiedName(own), own];
  const usable = (name: string): boolean => name !== "" && !NOBODY.test(name);
  return names.find(usable) ?? [...namesInFiles(), ...addresses()].find(usable) ?? "localhost";
}

/** Python's `socket.getfqdn`: the first name with a dot that the host's own address has. */
async function qualifiedName(name: string): Promise<string> {
  const timer = new AbortController();
  const late = new Promise<string>((resolve) => {
    const timeout = setTimeout(() => resolve(name), LOOKUP_TIME);
    timer.signal.addEventListener("abort", () => clearTimeout(timeout));
  });
  const found = await Promise.race([reverseName(name), late]);
  timer.abort();
  return found;
}

async function reverseName(name: string): Promise<string> {
  try {
    const { address } = await lookup(name);
    const { hostname: found } = await lookupService(address, 0);
    return found === address || !found.includes(".") ? name : found;
  } catch {
    // Without a name service the plain host name is all there is.
    return name;
  }
}

/** Names of `/etc/hostname`, `/etc/nodename` and of loopback lines of `/etc/hosts`. */
function namesInFiles(): string[] {
  return ["/etc/hostname", "/etc/nodename", "/etc/hosts"].flatMap((path) =>
    linesOf(path).flatMap((line) => {
      const words = (line.split("#")[0] ?? "").split(/\s+/).filter((word) => word !== "");
      const isLoopback = /^(?:127\.|::1)/.test(words[0] ?? "");
      return isLoopback || words.length === 1 ? words : [];
    }),
  );
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    // Not every system has every one of these files.
    return [];
  }
}

function addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => each.family === "IPv4" && !each.internal)
    .map((each) => each.address);
}
