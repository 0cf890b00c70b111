/**
 * Names and addresses: asking DNS, and files of names.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { executionModule, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { splitLines } from "../text/lines.js";
import { digFunctions } from "./dns-functions/by-dig.js";
import { addressesByDns } from "./dns-functions/lookup.js";
import { parseZone } from "./dns-functions/zone.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, plainValue } from "./program/run-program.js";
import { formatTime } from "./status-functions/time.js";

const hostsfile = maybe.str("/etc/hosts", "The file of names.");
const entries = maybe.str(null, "Names, with commas between them.");

export const dnsutil = executionModule("dnsutil", {
  doc: "Names and addresses: asking DNS, and files of names.",
  functions: {
    A: address("A", "The IPv4 addresses of a name."),
    AAAA: address("AAAA", "The IPv6 addresses of a name."),
    ...digFunctions,
    parse_zone: fileFn({
      doc: "The records of a zone of DNS by kind, out of a file or a text.",
      examples: ["salt '*' dnsutil.parse_zone /var/lib/named/example.com.zone"],
      params: {
        zonefile: maybe.str(null, "The file."),
        zone: maybe.str(null, "The text itself, where there is no file."),
      },
      run: ({ zonefile, zone }): Plain => {
        const text = zonefile && existsSync(zonefile) ? readFileSync(zonefile, "utf8") : zone;
        return text ? parseZone(text) : "Error: Zone data was not found";
      },
    }),
    parse_hosts: fileFn({
      doc: "The names in a file of names, by address.",
      examples: ["salt '*' dnsutil.parse_hosts"],
      params: { hostsfile, hosts: maybe.str(null, "The text itself, instead of a file.") },
      run: (args): Plain => {
        const path = args.hostsfile ?? "/etc/hosts";
        if (!args.hosts && !existsSync(path)) return "Error: hosts data was not found";
        return parseHosts(args.hosts || readFileSync(path, "utf8"));
      },
    }),
    hosts_append: fileFn({
      doc: "Adds a line with names of an address to a file of names.",
      examples: ["salt '*' dnsutil.hosts_append /etc/hosts 127.0.0.1 ad1.yuk.co,ad2.yuk.co"],
      params: { hostsfile, ip_addr: maybe.str(null, "The address."), entries },
      run: (args) => {
        const path = args.hostsfile ?? "/etc/hosts";
        const ip = plainName(args.ip_addr ?? "", "ip_addr");
        const known = existsSync(path) ? (parseHosts(readFileSync(path, "utf8")).get(ip) ?? []) : [];
        const names = plainValue(args.entries ?? "", "entries").split(",");
        const fresh = names.filter((name) => !known.includes(name));
        if (fresh.length === 0) return `No additional hosts were added to ${path}`;
        const line = `\n${ip} ${fresh.join(" ")}`;
        appendFileSync(path, line);
        return `The following line was added to ${path}:${line}`;
      },
    }),
    hosts_remove: fileFn({
      doc: "Removes names from a file of names.",
      examples: ["salt '*' dnsutil.hosts_remove /etc/hosts ad1.yuk.co"],
      params: { hostsfile, entries },
      run: (args): Plain => {
        const path = args.hostsfile ?? "/etc/hosts";
        const gone = (args.entries ?? "").split(",");
        const lines = splitLines(readFileSync(path, "utf8")).flatMap((line) => {
          if (line === "" || line.trim().startsWith("#")) return `${line}\n`;
          const [ip = "", ...names] = line.trim().split(/\s+/);
          const rest = names.filter((name) => !gone.includes(name));
          return rest.length === 0 ? [] : `${[ip, ...rest].join(" ")}\n`;
        });
        writeFileSync(path, lines.join(""));
        return null;
      },
    }),
    serial: fileFn({
      doc: "A number for a zone that grows: the date and two digits; kept in the grains.",
      examples: ["salt '*' dnsutil.serial example.com"],
      params: {
        zone: maybe.any("", "The zone, where there are several."),
        update: maybe.bool(false, "Take the next number."),
      },
      run: async (args, context) => {
        const key = `dnsserial${isTruthy(args.zone) ? `_${pythonStr(args.zone)}` : ""}`;
        const stored = pythonStr((await context.call("grains.get", [key])) ?? "");
        const present = formatTime("%Y%m%d01", new Date());
        if (!args.update) return stored || present;
        const next = stored !== "" && stored >= present ? String(BigInt(stored) + 1n) : present;
        await context.call("grains.setval", [key, next]);
        return next;
      },
    }),
  },
});

function address(kind: "A" | "AAAA", doc: string): ExecutionFunction {
  return fileFn({
    doc,
    examples: [`salt '*' dnsutil.${kind} www.google.com`],
    params: { host: needed.str("The name."), nameserver: maybe.str(null, "The server to ask.") },
    run: (args, context: ExecutionContext) => addressesByDns(kind, args.host, args.nameserver, context),
  });
}

function parseHosts(text: string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const line of splitLines(text)) {
    const [ip = "", ...names] = line.trim().split(/\s+/);
    if (ip !== "" && !line.startsWith("#")) found.set(ip, [...(found.get(ip) ?? []), ...names]);
  }
  return found;
}
