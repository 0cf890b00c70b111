/**
 * Names of addresses that this machine keeps itself.
 */
import { existsSync, writeFileSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { isFile } from "./file-functions/paths.js";
import { fileFn } from "./file-functions/system-error.js";
import type { HostEntry } from "./hosts-functions/hosts-file.js";
import { changeLines, hostsFile, partsOf, readHosts, writeHosts } from "./hosts-functions/hosts-file.js";
import { plainName, plainValue } from "./program/run-program.js";

const ip = needed.str("The address.");
const alias = needed.any("The name.");

export const hosts = executionModule("hosts", {
  doc: "Names of addresses that this machine keeps itself.",
  functions: {
    list_hosts: fileFn({
      doc: "All addresses with their names; comments are under `comment-0` and so on.",
      examples: ["salt '*' hosts.list_hosts"],
      run: async (_args, context): Promise<Plain> => {
        const table = readHosts(await hostsFile(context));
        return new Map([...table].map(([key, entry]) => [key, shown(entry)]));
      },
    }),
    get_ip: fileFn({
      doc: "The address of a name; empty when there is none.",
      examples: ["salt '*' hosts.get_ip web1"],
      params: { host: needed.any("The name.") },
      run: async (args, context) => {
        const name = pythonStr(args.host);
        const found = [...readHosts(await hostsFile(context))].find(([, entry]) =>
          namesOf(entry).includes(name),
        );
        return found?.[0] ?? "";
      },
    }),
    get_alias: fileFn({
      doc: "The names of an address.",
      examples: ["salt '*' hosts.get_alias 10.0.0.1"],
      params: { ip },
      run: async (args, context) => namesOf(readHosts(await hostsFile(context)).get(args.ip)),
    }),
    has_pair: fileFn({
      doc: "Whether an address has a name, or all names of a list.",
      examples: ["salt '*' hosts.has_pair 10.0.0.1 web1"],
      params: { ip, alias },
      run: async (args, context) => hasPair(await hostsFile(context), args.ip, args.alias),
    }),
    set_host: fileFn({
      doc: "Gives an address exactly these names; with none it is removed.",
      examples: ["salt '*' hosts.set_host 10.0.0.1 'web1 www'"],
      params: {
        ip,
        alias: needed.any("The names, with blanks between them."),
        comment: maybe.any(null, "A comment."),
      },
      run: async (args, context) => {
        const path = await ownFile(context);
        if (path === undefined) return false;
        const names = plainValue(args.alias, "alias");
        const comment = isTruthy(args.comment) ? `\t\t# ${plainValue(args.comment, "comment")}` : "";
        setLine(
          path,
          plainName(args.ip, "ip"),
          names.trim() === "" ? "" : `${args.ip}\t\t${names}${comment}\n`,
        );
        return true;
      },
    }),
    rm_host: fileFn({
      doc: "Takes a name away from an address.",
      examples: ["salt '*' hosts.rm_host 10.0.0.1 web1"],
      params: { ip, alias },
      run: async (args, context) => {
        const path = await hostsFile(context);
        if (hasPair(path, args.ip, args.alias)) removeName(path, args.ip, pythonStr(args.alias));
        return true;
      },
    }),
    add_host: fileFn({
      doc: "Gives an address one name more.",
      examples: ["salt '*' hosts.add_host 10.0.0.1 web1"],
      params: { ip, alias },
      run: async (args, context) => {
        const path = await ownFile(context);
        if (path === undefined) return false;
        if (hasPair(path, args.ip, args.alias)) return true;
        const table = readHosts(path);
        const old = table.get(args.ip);
        const entry = typeof old === "object" ? old : { aliases: [], comment: undefined };
        const aliases = [...entry.aliases, plainValue(args.alias, "alias")];
        writeHosts(path, table.set(plainName(args.ip, "ip"), { ...entry, aliases }));
        return true;
      },
    }),
    set_comment: fileFn({
      doc: "Sets the comment of an address; false when there is no such address.",
      examples: ["salt '*' hosts.set_comment 10.0.0.1 'the front'"],
      params: { ip, comment: needed.any("The comment.") },
      run: async (args, context) => {
        const path = await ownFile(context);
        const table = path === undefined ? new Map() : readHosts(path);
        const entry = table.get(args.ip);
        if (path === undefined || typeof entry !== "object") return false;
        const comment = plainValue(args.comment, "comment");
        if (entry.comment !== comment) writeHosts(path, table.set(args.ip, { ...entry, comment }));
        return true;
      },
    }),
  },
});

function shown(entry: HostEntry | string): Plain {
  return typeof entry === "string" ? [entry] : { ...entry };
}

function namesOf(entry: HostEntry | string | undefined): readonly string[] {
  return typeof entry === "object" ? entry.aliases : [];
}

function hasPair(path: string, address: string, name: Value): boolean {
  const names = namesOf(readHosts(path).get(address));
  const wanted = isList(name) ? name : [name];
  return names.length > 0 && wanted.every((one) => names.includes(pythonStr(one)));
}

/** The file, made when it is not there; undefined when something else has its name. */
async function ownFile(context: ExecutionContext): Promise<string | undefined> {
  const path = await hostsFile(context);
  if (!existsSync(path)) writeFileSync(path, "");
  return isFile(path) ? path : undefined;
}

/** The first line of the address is replaced, further ones go. */
function setLine(path: string, address: string, line: string): void {
  let isDone = false;
  const lines = [
    ...changeLines(path, (_text, found) => {
      if (found !== address) return undefined;
      const next = isDone ? "" : line;
      isDone = true;
      return next;
    }),
  ];
  const last = lines.at(-1);
  const end = last === undefined || last === "" || last.endsWith("\n") ? "" : "\n";
  writeFileSync(path, lines.join("") + (isDone ? "" : end + line));
}

function removeName(path: string, address: string, name: string): void {
  const lines = changeLines(path, (text, found) => {
    if (found !== address) return undefined;
    const { aliases, comment } = partsOf(text);
    const rest = aliases.filter((one) => one !== name);
    if (rest.length === 0) return "";
    const names = `${address}\t\t${rest.map((one) => `${one} `).join("")}`;
    return comment === "" ? `${names}\n` : `${names}# ${comment}\n`;
  });
  writeFileSync(path, lines.join(""));
}
