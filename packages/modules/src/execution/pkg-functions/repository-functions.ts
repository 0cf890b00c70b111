/**
 * Where packages come from.
 */
import { readFileSync, rmSync } from "node:fs";
import type { Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  fn,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { replaceContents } from "../file-functions/text-file.js";
import { plainValue } from "../program/run-program.js";
import { refreshLists } from "./refresh.js";
import type { Repository } from "./repositories.js";
import { parseRepository, readRepositories } from "./repositories.js";

const repo = needed.str("The line of the source, e.g. `deb http://deb.debian.org/debian bookworm main`.");

export const repositoryFunctions = {
  list_repos: fn({
    doc: "The sources of packages, by their address.",
    examples: ["salt '*' pkg.list_repos"],
    varkw: "kwargs",
    run: (): Plain => {
      const found = new Map<string, Plain[]>();
      for (const one of readRepositories().filter((each) => !each.disabled || each.uri.includes("://")))
        found.set(one.uri, [...(found.get(one.uri) ?? []), { ...one }]);
      return found;
    },
  }),
  get_repo: fn({
    doc: "One source of packages; nothing when it is not there.",
    examples: ["salt '*' pkg.get_repo 'deb http://deb.debian.org/debian bookworm main'"],
    params: { repo },
    varkw: "kwargs",
    run: (args): Plain => {
      const wanted = parsed(args.repo);
      const found = readRepositories().find((one) => isSame(one, wanted));
      return found === undefined ? {} : { ...found };
    },
  }),
  mod_repo: fn({
    doc: "Adds a source of packages, or changes whether it is used and which parts of it are.",
    examples: [
      "salt '*' pkg.mod_repo 'deb http://deb.debian.org/debian bookworm main' file=/etc/apt/sources.list.d/main.list",
    ],
    params: {
      repo,
      saltenv: maybe.str("base", "The environment of keys on the master."),
      aptkey: maybe.bool(true, "Has no meaning here: keys are named in the line, with signed-by."),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      for (const key of ["keyid", "keyserver", "key_url", "key_text", "ppa_auth"])
        if (isTruthy(kwargs.get(key)))
          throw new SaltInvocationError(
            `${key} is not supported; name the key in the line with [signed-by=…]`,
          );
      const wanted = withOptions(parsed(args.repo), kwargs);
      const file = writeRepository(wanted);
      if (isTruthy(kwargs.get("refresh") ?? true)) await refreshLists(0, false, context);
      return { [args.repo]: { ...wanted, file, line: lineOf(wanted) } };
    },
  }),
  del_repo: fn({
    doc: "Removes a source of packages.",
    examples: ["salt '*' pkg.del_repo 'deb http://deb.debian.org/debian bookworm main'"],
    params: { repo },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const wanted = parsed(args.repo);
      const found = readRepositories().filter((one) => isSame(one, wanted));
      if (found.length === 0)
        throw new CommandExecutionError(`Repo ${args.repo} doesn't exist in the sources.list(s)`);
      for (const { file, line } of found) removeLine(file, line);
      if (isTruthy(kwargs.get("refresh") ?? true)) await refreshLists(0, false, context);
      const files = [...new Set(found.map(({ file }) => file))].join(", ");
      return `Repo '${args.repo}' has been removed from ${files}`;
    },
  }),
};

function parsed(line: string): Repository {
  const found = parseRepository(plainValue(line, "repo"), "");
  if (found === undefined)
    throw new CommandExecutionError(`Error: repo '${line}' is not a well formatted definition`);
  return found;
}

/** Whether two lines are about the same source; its parts and options may differ. */
function isSame(left: Repository, right: Repository): boolean {
  const uri = (one: Repository): string => one.uri.replace(/\/+$/, "");
  return left.type === right.type && uri(left) === uri(right) && left.dist === right.dist;
}

function withOptions(wanted: Repository, kwargs: ReadonlyMap<string, Value>): Repository {
  const comps = kwargs.get("comps");
  const disabled = kwargs.has("disabled") ? isTruthy(kwargs.get("disabled")) : wanted.disabled;
  const file = kwargs.get("file");
  return {
    ...wanted,
    disabled,
    ...(isTruthy(comps) ? { comps: pythonStr(comps ?? "").split(/[\s,]+/) } : {}),
    ...(isTruthy(file) ? { file: listFile(plainValue(file ?? "", "file")) } : {}),
  };
}

/** Sources are written to apt's own files only. */
function listFile(path: string): string {
  if (/^\/etc\/apt\/(?:sources\.list|sources\.list\.d\/[\w.-]+\.list)$/.test(path)) return path;
  throw new SaltInvocationError(
    `file must be /etc/apt/sources.list or a .list in /etc/apt/sources.list.d, not ${path}`,
  );
}

function lineOf({ type, uri, dist, comps, architectures, signedby, disabled }: Repository): string {
  const options = [
    ...(architectures.length > 0 ? [`arch=${architectures.join(",")}`] : []),
    ...(signedby === "" ? [] : [`signed-by=${signedby}`]),
  ];
  const shown = options.length > 0 ? [`[${options.join(" ")}]`] : [];
  return [...(disabled ? ["#"] : []), type, ...shown, uri, dist, ...comps].join(" ");
}

/** Puts the line where the source stands already, else at the end of its file; gives the file. */
function writeRepository(wanted: Repository): string {
  const old = readRepositories().find((one) => isSame(one, wanted));
  const file = old?.file ?? (wanted.file === "" ? "/etc/apt/sources.list" : wanted.file);
  const text = contentsOf(file);
  const lines = text.split("\n");
  const at = old === undefined ? -1 : lines.findIndex((line) => line.trim() === old.line);
  if (at === -1)
    lines.splice(text.endsWith("\n") || text === "" ? lines.length - 1 : lines.length, 0, lineOf(wanted));
  else lines[at] = lineOf(wanted);
  replaceContents(file, Buffer.from(lines.join("\n").replace(/\n*$/, "\n")));
  return file;
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function removeLine(file: string, line: string): void {
  const rest = contentsOf(file)
    .split("\n")
    .filter((one) => one.trim() !== line);
  if (file !== "/etc/apt/sources.list" && rest.every((one) => one.trim() === "")) rmSync(file);
  else replaceContents(file, Buffer.from(rest.join("\n")));
}
