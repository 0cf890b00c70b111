/**
 * SELinux labels of files, through `stat`, `chcon` and `restorecon`.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, dict, get, isTruthy, pythonStr } from "@salt/core";
import type { Report, WantedLabel } from "./check-perms.js";
import { isTest } from "./check-perms.js";

const PARTS = ["user", "role", "type", "range"] as const;

/** Whether any part of a label is wanted. */
export function wantsLabel(label: WantedLabel): boolean {
  return PARTS.some((part) => isTruthy(label[part]));
}

/** The label of a file, or a sentence that says there is none. */
export async function labelOf(path: string, context: ExecutionContext): Promise<string> {
  const command = ["stat", "-c", "%C", "--", path];
  const result = await context.call("cmd.run_all", [command], { python_shell: false });
  return get(result, "retcode") === 0
    ? pythonStr(get(result, "stdout") ?? "")
    : `No selinux context information is available for ${path}`;
}

/** Sets parts of a label, and gives the label then; false when nothing was asked or it failed. */
export async function setLabel(
  path: string,
  label: WantedLabel,
  isKept: boolean,
  context: ExecutionContext,
): Promise<string | boolean> {
  if (!wantsLabel(label)) return false;
  if (isKept) await keepLabel(path, label, context);
  const parts = PARTS.filter((part) => isTruthy(label[part]));
  const options = parts.map((part) => `--${part}=${pythonStr(label[part])}`);
  const command = ["chcon", ...options, "--", path];
  const retcode = await context.call("cmd.retcode", [command], { python_shell: false });
  return retcode === 0 ? await labelOf(path, context) : false;
}

/** Puts a label into the system's policy, so that relabelling keeps it. */
async function keepLabel(path: string, label: WantedLabel, context: ExecutionContext): Promise<void> {
  const options = { sel_type: label.type, sel_user: label.user, sel_level: label.range };
  const result = await context.call("selinux.fcontext_add_policy", [path], options);
  if (get(result, "retcode") !== 0)
    throw new CommandExecutionError(`Problem setting fcontext: ${pythonStr(result)}`);
}

/** Makes a file have a label, and reports it as `file.check_perms` does. */
export async function adjustLabel(
  path: string,
  wanted: WantedLabel,
  report: Report,
  context: ExecutionContext,
): Promise<void> {
  const found = await partsOf(path, context);
  if (found === undefined) {
    report.ret.set("result", false);
    report.comments.push("Failed to get selinux attributes");
    return;
  }
  const differing = PARTS.filter((part) => isTruthy(wanted[part]) && wanted[part] !== found[part]);
  if (differing.length === 0) return;
  const shown = (label: Readonly<Record<string, Value>>): string =>
    differing
      .map((part) => `${part[0]?.toUpperCase()}${part.slice(1)}: ${pythonStr(label[part] ?? "")}`)
      .join(" ");
  const change = dict({ Old: shown(found), New: shown({ ...wanted }) });
  if (!isTest(context)) {
    const asked = Object.fromEntries(differing.map((part) => [part, wanted[part]]));
    const label = { user: null, role: null, range: null, ...asked, type: asked.type ?? found.type ?? null };
    if ((await setLabel(path, label, true, context)) === false) {
      report.ret.set("result", false);
      report.comments.push("Failed to set selinux attributes");
      return;
    }
    report.comments.push(`The file ${path} is set to be changed`);
  }
  report.changes.set("selinux", change);
}

async function partsOf(
  path: string,
  context: ExecutionContext,
): Promise<Readonly<Record<string, string>> | undefined> {
  const parts = (await labelOf(path, context)).split(":");
  if (parts.length < PARTS.length) return undefined;
  const [user = "", role = "", type = "", ...range] = parts;
  return { user, role, type, range: range.join(":") };
}
