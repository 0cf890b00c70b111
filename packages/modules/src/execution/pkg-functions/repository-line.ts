/**
 * The line of a source of packages, with the arguments that change parts of it.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { plainValue } from "../program/run-program.js";
import { archiveLine } from "./personal-archive.js";
import type { Repository } from "./repositories.js";
import { parseRepository } from "./repositories.js";

/** Reads a line, or the name of a personal archive. Throws CommandExecutionError when it is neither. */
export function parsed(given: string, context: ExecutionContext): Repository {
  const line = archiveLine(given, context) ?? given;
  const found = parseRepository(plainValue(line, "repo"), "");
  if (found !== undefined) return found;
  throw new CommandExecutionError(
    `Name ${given} is not valid. This must be the complete repo entry as seen in the sources file`,
  );
}

/** A source with the parts that arguments name: `comps`, `architectures`, `dist`, `uri`, `disabled`, `file`. */
export function withOptions(wanted: Repository, kwargs: ReadonlyMap<string, Value>): Repository {
  const text = (key: string): string | undefined => {
    const value = kwargs.get(key);
    return isTruthy(value) ? plainValue(value ?? "", key) : undefined;
  };
  const file = text("file");
  return {
    ...wanted,
    disabled: kwargs.has("disabled") ? isTruthy(kwargs.get("disabled")) : wanted.disabled,
    comps: wordsOf(kwargs.get("comps")) ?? wanted.comps,
    architectures: wordsOf(kwargs.get("architectures")) ?? wanted.architectures,
    dist: text("dist") ?? wanted.dist,
    uri: text("uri") ?? wanted.uri,
    comment: kwargs.has("comments") ? commentOf(kwargs.get("comments") ?? null) : wanted.comment,
    ...(file === undefined ? {} : { file: listFile(file) }),
  };
}

/** Several comments become one, without their hash signs. */
export function commentOf(given: Value): string {
  const all = isList(given) ? given : [given];
  return all
    .map((one) =>
      plainValue(one, "comments")
        .replace(/^[#\s]+/, "")
        .trim(),
    )
    .join(", ");
}

function wordsOf(value: Value | undefined): readonly string[] | undefined {
  if (!isTruthy(value)) return undefined;
  const words = isList(value ?? null) ? [value].flat() : pythonStr(value ?? "").split(/[\s,]+/);
  return words.map((word) => plainValue(word ?? "", "comps"));
}

/** Sources are written to apt's own files only. */
function listFile(path: string): string {
  if (/^\/etc\/apt\/(?:sources\.list|sources\.list\.d\/[\w.-]+\.(?:list|sources))$/.test(path)) return path;
  throw new SaltInvocationError(
    `file must be /etc/apt/sources.list or a .list or .sources in /etc/apt/sources.list.d, not ${path}`,
  );
}

/** Whether a source is taken without a key: its line says so, or the argument `trusted`. */
export function isTrusted(source: Repository, kwargs: ReadonlyMap<string, Value>): boolean {
  const asked = kwargs.get("trusted");
  if (asked !== undefined && asked !== null)
    return isTruthy(asked) && pythonStr(asked).toLowerCase() !== "no";
  return optionWords(source.line).get("trusted") === "trusted=yes";
}

/** The line of a source as it is written. */
export function lineOf(source: Repository): string {
  const { type, uri, dist, comps, architectures, signedby, disabled, comment } = source;
  const options = optionWords(source.line);
  if (architectures.length > 0) options.set("arch", `arch=${architectures.join(",")}`);
  if (signedby !== "") options.set("signed-by", `signed-by=${signedby}`);
  const shown = options.size > 0 ? [`[${[...options.values()].join(" ")}]`] : [];
  const behind = comment === "" ? [] : [`#${comment}`];
  return [...(disabled ? ["#"] : []), type, ...shown, uri, dist, ...comps, ...behind].join(" ");
}

/** The options in the brackets of a line, such as `trusted=yes`, by their names. */
function optionWords(line: string): Map<string, string> {
  const [, words = ""] = /\[([^\]]*=[^\]]*)\]/.exec(line) ?? [];
  const options = words.split(/\s+/).filter((word) => word !== "");
  return new Map(options.map((word) => [word.replace(/=.*/s, ""), word]));
}
