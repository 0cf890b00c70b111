/**
 * `pkgrepo.absent`.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  get,
  isList,
  isTrial,
  isTruthy,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { parsed } from "../../execution/pkg-functions/repository-line.js";
import { changed, failed, has, pending, unchanged } from "../answer/answer.js";

/** Makes a source of packages not be there. */
export async function repositoryAbsent(
  given: string,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const name = archiveName(given, kwargs, context);
  const removesKey = ["keyid", "keyid_ppa"].some((key) => isTruthy(kwargs.get(key)));
  if (removesKey && !(await has(context, "pkg.del_repo_key")))
    return failed(name, "Repo key management is not implemented for this platform");
  const line = name.split(/(\s+)/).map(withoutLastSlashes).join("");
  const options = Object.fromEntries(kwargs);
  let isThere: boolean;
  try {
    const told = await context.call("pkg.get_repo", [line], options);
    isThere = isTruthy(told) && sameArchitectures(line, get(told, "architectures"), context);
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return failed(name, `Failed to configure repo '${name}': ${error.message}`);
  }
  if (!isThere) return unchanged(name, `Package repo ${name} is absent`);
  if (isTrial(context)) {
    const comment =
      `Package repo '${name}' will be removed. This may cause pkg states to behave differently than stated if this ` +
      "action is repeated without test=True, due to the differences in the configured repositories.";
    return pending(name, comment);
  }
  try {
    await context.call("pkg.del_repo", [], { repo: line, ...options });
    if (!removesKey) return changed(name, `Removed repo ${name}`, { repo: name });
  } catch (error) {
    return failed(name, refusal(error));
  }
  try {
    const keyid = await context.call("pkg.del_repo_key", [line], options);
    return changed(name, `Removed repo ${name}, and keyid ${pythonStr(keyid)}`, { repo: name, keyid });
  } catch (error) {
    return failed(name, `Removed repo ${name}, but failed to remove key: ${refusal(error)}`, { repo: name });
  }
}

/** An address without the slashes at its end; other words as they are. */
function withoutLastSlashes(word: string): string {
  const start = word.search(/\w:\/\//) + "x://".length;
  let end = word.length;
  while (start >= "x://".length && end > start && word[end - 1] === "/") end -= 1;
  return word.slice(0, end);
}

function archiveName(
  given: string,
  kwargs: ReadonlyMap<string, Value>,
  { grains }: ExecutionContext,
): string {
  const [archive, system] = [kwargs.get("ppa"), grains.get("os")];
  if (archive === undefined || (system !== "Ubuntu" && system !== "Mint")) return given;
  const name = pythonStr(archive);
  return name.startsWith("ppa:") ? name : `ppa:${name}`;
}

function sameArchitectures(line: string, found: Value | undefined, context: ExecutionContext): boolean {
  const { architectures } = parsed(line, context);
  const now = isList(found ?? null) ? [found].flat().map((one) => pythonStr(one ?? "")) : [];
  return [...architectures].sort().join() === now.sort().join();
}

function refusal(error: unknown): string {
  if (error instanceof CommandExecutionError || error instanceof SaltInvocationError) return error.message;
  throw error;
}
