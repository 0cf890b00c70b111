/**
 * What `file.managed` does.
 */
import { isAbsolute } from "node:path";
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  errorText,
  get,
  getDict,
  isDict,
  isList,
  isTrial,
  isTruthy,
  pythonStr,
} from "@salt/core";
import { checkPerms } from "../../execution/file-functions/check-perms.js";
import { hashFile } from "../../execution/file-functions/hash-file.js";
import { exists, isDirectory, isFile } from "../../execution/file-functions/paths.js";
import type { ChosenSource } from "../../execution/file-functions/source-list.js";
import { chooseSource } from "../../execution/file-functions/source-list.js";
import { schemeOf } from "../../execution/file-functions/source-sum.js";
import { done, failed, planned, requireAbsolute, StateFault } from "./answer.js";
import type { ManagedArguments } from "./managed-arguments.js";
import type { Managed } from "./managed-request.js";
import { mayHaveSum, readManaged, templateVariables } from "./managed-request.js";
import { writeManaged } from "./managed-write.js";
import { requireOwners } from "./owners.js";

/** Makes the file be as asked, or says what would be done. Throws StateFault. */
export async function managedState(
  args: ManagedArguments,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<StateAnswer | Dict> {
  const request = await readManaged(args, kwargs, context);
  const answer = await manage(request, context);
  if (request.warnings.length === 0) return answer;
  return dict([...(isDict(answer) ? answer : dict(answer)), ["warnings", request.warnings]]);
}

async function manage(request: Managed, context: ExecutionContext): Promise<StateAnswer | Dict> {
  const { name } = request;
  if (!request.args.create && !isFile(name))
    return done(name, `File ${name} is not present and is not set for creation`);
  requireOwners(name, request.user, request.args.group, context);
  requireAbsolute(name);
  if (isDirectory(name)) return failed(name, `Specified target ${name} is a directory`);
  const variables = templateVariables(request, context);
  if ((!request.replace || mayHaveSum(request)) && exists(name) && (await isLeft(request, context)))
    return await permissionsOnly(request, context);
  try {
    if (isTrial(context)) return await managedPlan(request, variables, context);
    const { source, hash } = await chooseSource(
      request.source,
      request.source_hash,
      request.saltenv,
      context,
    );
    return await writeManaged({ ...request, source, source_hash: hash }, variables, context);
  } catch (error) {
    if (error instanceof StateFault || !(error instanceof CommandExecutionError)) throw error;
    return failed(name, `Unable to manage file: ${error.message}`);
  }
}

async function isLeft(request: Managed, context: ExecutionContext): Promise<boolean> {
  return !request.replace || (await hasStatedSum(request, context));
}

/** Whether a file has the checksum that is stated for a source from the net, so that nothing has to be fetched. */
async function hasStatedSum(request: Managed, context: ExecutionContext): Promise<boolean> {
  const isPlain = request.contents === null && !isTruthy(request.args.template) && isTruthy(request.source);
  if (!isPlain || request.args.skip_verify || !mayHaveSum(request)) return false;
  try {
    const chosen = await chooseSource(request.source, request.source_hash, request.saltenv, context);
    if (!isTruthy(chosen.hash) || !isFromNet(chosen)) return false;
    const sum = await context.call("file.get_source_sum", [], {
      file_name: request.name,
      source: chosen.source,
      source_hash: chosen.hash,
      source_hash_name: request.args.source_hash_name,
      saltenv: request.saltenv,
      verify_ssl: request.args.verify_ssl,
    });
    return (await hashFile(request.name, pythonStr(get(sum, "hash_type") ?? ""))) === get(sum, "hsum");
  } catch (error) {
    context.log.error(
      { name: request.name, reason: errorText(error) },
      "A stated checksum cannot be compared",
    );
    return false;
  }
}

function isFromNet({ source }: ChosenSource): boolean {
  const text = pythonStr(source);
  return !["salt", "file"].includes(schemeOf(text)) && !isAbsolute(text);
}

async function permissionsOnly(request: Managed, context: ExecutionContext): Promise<Dict> {
  const { name, user, mode, label: asked } = request;
  const { group, attrs, follow_symlinks: followLinks } = request.args;
  const label = { user: asked.seuser, role: asked.serole, type: asked.setype, range: asked.serange };
  const start = dict({ changes: {}, comment: "", name, result: true });
  const wanted = { user, group, mode, attrs, followLinks, label };
  const { ret, perms } = await checkPerms(name, start, wanted, context);
  if (isTrial(context)) {
    const now = perms.get("lmode");
    const differs = isTruthy(mode) && now !== undefined && mode !== now;
    return ret.set("comment", differs ? modePlan(name, mode, now) : `File ${name} not updated`);
  }
  const isAsWas = (getDict(ret, "changes")?.size ?? 0) === 0 && isTruthy(ret.get("result"));
  return isAsWas ? ret.set("comment", `File ${name} exists with proper permissions. No changes made.`) : ret;
}

function modePlan(name: string, mode: Value, now: Value): string {
  return `File ${name} will be updated with permissions ${pythonStr(mode)} from its current state of ${pythonStr(now)}`;
}

async function managedPlan(
  request: Managed,
  variables: Dict,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, source, source_hash, user, mode } = request;
  const { source_hash_name, group, attrs } = request.args;
  const changes = await context.call(
    "file.check_managed_changes",
    [
      ...[name, source, source_hash, source_hash_name, user, group, mode, attrs, request.args.template],
      ...[variables, request.args.defaults, request.saltenv, request.contents, request.args.skip_verify],
      request.keepMode,
    ],
    {
      ...request.label,
      verify_ssl: request.args.verify_ssl,
      follow_symlinks: request.args.follow_symlinks,
      ...Object.fromEntries(request.kwargs),
    },
  );
  if (isList(changes)) return failed(name, pythonStr(changes[1] ?? ""));
  if (!isDict(changes) || changes.size === 0) return done(name, `The file ${name} is in the correct state`);
  const comment = `The file ${name} is set to be changed\nNote: No changes made, actual changes may\nbe different due to other states.`;
  const told = new Map(changes);
  if (told.has("diff") && !request.args.show_changes) told.set("diff", "<show_changes=False>");
  return { ...planned(name, comment), changes: told };
}
