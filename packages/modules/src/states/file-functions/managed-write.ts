/**
 * Putting a managed file into place: its source is fetched, looked at by a command, and written.
 */
import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { dict, errorText, getDict, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { manageFile } from "../../execution/file-functions/manage-file.js";
import { isFile, joinPaths } from "../../execution/file-functions/paths.js";
import { schemeOf } from "../../execution/file-functions/source-sum.js";
import { withoutRendered } from "../../execution/file-functions/template-text.js";
import { failed, StateFault } from "./answer.js";
import { runCheckCommand } from "./check-command.js";
import type { Managed } from "./managed-request.js";

/** A source on this machine. */
interface Fetched {
  readonly path: Value;
  readonly sum: Value;
}

/** Fetches the source and writes the file. Throws StateFault. */
export async function writeManaged(
  request: Managed,
  variables: Dict,
  context: ExecutionContext,
): Promise<Dict | StateAnswer> {
  const fetched = await fetchSource(request, variables, context);
  const { check_cmd: command } = request.args;
  try {
    return await withoutRendered(fetched.path, () =>
      isTruthy(command)
        ? writeChecked(request, pythonStr(command), fetched, context)
        : write(request, request.name, fetched, context),
    );
  } finally {
    if (!request.args.keep_source) await forgetSource(request, fetched, context);
  }
}

async function fetchSource(request: Managed, variables: Dict, context: ExecutionContext): Promise<Fetched> {
  const { name, source, source_hash, user, mode } = request;
  const { template, source_hash_name, group, attrs } = request.args;
  const found = await guarded(name, "Unable to manage file", () =>
    context.call(
      "file.get_managed",
      [
        ...[name, template, source, source_hash, source_hash_name, user, group, mode, attrs],
        ...[request.saltenv, variables, request.args.defaults, request.args.skip_verify],
      ],
      {
        verify_ssl: request.args.verify_ssl,
        use_etag: request.args.use_etag,
        ...Object.fromEntries(request.kwargs),
      },
    ),
  );
  const [path = "", sum = null, fault = ""] = isList(found) ? found : [];
  if (isTruthy(fault) && request.contents === null)
    throw new StateFault(name, `Unable to manage file: ${pythonStr(fault)}`);
  return { path, sum };
}

async function write(
  request: Managed,
  name: string,
  fetched: Fetched,
  context: ExecutionContext,
): Promise<Dict> {
  const { args, label } = request;
  // One by one: spreading objects of so many fields takes as long as all the rest of a state that changes nothing.
  return await guarded(request.name, "Unable to manage file", () =>
    manageFile(
      {
        name,
        source: request.source,
        user: request.user,
        group: args.group,
        mode: request.mode,
        attrs: args.attrs,
        saltenv: request.saltenv,
        backup: args.backup,
        makedirs: args.makedirs,
        contents: request.contents,
        keepMode: request.keepMode,
        encoding: args.encoding,
        encodingErrors: args.encoding_errors,
        sfn: fetched.path,
        ret: null,
        sourceSum: fetched.sum,
        showChanges: request.args.show_changes,
        dirMode: request.args.dir_mode,
        skipVerify: request.args.skip_verify,
        verifySsl: request.args.verify_ssl,
        useEtag: request.args.use_etag,
        followLinks: request.args.follow_symlinks,
        label: { user: label.seuser, role: label.serole, type: label.setype, range: label.serange },
      },
      context,
    ),
  );
}

/** Makes the file under another name first, where the command looks at it. */
async function writeChecked(
  request: Managed,
  command: string,
  fetched: Fetched,
  context: ExecutionContext,
): Promise<Dict | StateAnswer> {
  const { name } = request;
  const directory = isTruthy(request.args.tmp_dir) ? (request.args.tmp_dir ?? "") : tmpdir();
  const trialPath = joinPaths(directory, `__salt.tmp.${randomUUID()}${request.args.tmp_ext ?? ""}`);
  writeFileSync(trialPath, "", { mode: 0o600, flag: "wx" });
  try {
    if (isFile(name)) {
      const what = `Unable to copy file ${name} to ${trialPath}`;
      await guarded(name, what, () => context.call("file.copy", [name, trialPath]));
    }
    const made = await write(request, trialPath, fetched, context);
    if ((getDict(made, "changes")?.size ?? 0) === 0) return await write(request, name, fetched, context);
    const verdict = await runCheckCommand(command, trialPath, context);
    if (isDict(verdict)) return dict([...dict(failed(name, "")), ...verdict]);
    return await write(request, name, { path: trialPath, sum: fetched.sum }, context);
  } finally {
    rmSync(trialPath, { force: true });
  }
}

async function forgetSource(request: Managed, { path }: Fetched, context: ExecutionContext): Promise<void> {
  const { source } = request;
  const isOnMaster = isTruthy(source) && schemeOf(pythonStr(source)) === "salt";
  const cached =
    isTruthy(path) || !isOnMaster ? path : await context.call("cp.is_cached", [source, request.saltenv]);
  if (isTruthy(cached)) rmSync(pythonStr(cached), { force: true });
}

async function guarded<T>(name: string, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StateFault(name, `${what}: ${errorText(error)}`);
  }
}
