/**
 * Bringing owner, group, permissions and attributes of a file to what they should be, and telling what was changed.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { dict, isDict, isInt, isList, isTruthy, pythonStr } from "@salt/core";
import { attributeChanges, changeAttributes, listAttributes } from "./attributes.js";
import { changeLinkOwner, changeOwner, normalizeMode, setMode } from "./ownership.js";
import { expandUser, isDirectory, isLink } from "./paths.js";
import { adjustLabel, wantsLabel } from "./security-label.js";
import type { FileOwnership } from "./stat-of.js";
import { ownershipOf } from "./stat-of.js";
import { isSystemError } from "./system-error.js";

/** What a file should have; null leaves it as it is. */
export interface WantedPerms {
  readonly user: Value;
  readonly group: Value;
  readonly mode: Value;
  readonly attrs: Value;
  readonly followLinks: boolean;
  readonly label: WantedLabel;
}

/** The parts of an SELinux label. */
export interface WantedLabel {
  readonly user: Value;
  readonly role: Value;
  readonly type: Value;
  readonly range: Value;
}

/** No label. */
export const NO_LABEL: WantedLabel = { user: null, role: null, type: null, range: null };

/** The map that states return, while it is filled. */
export interface Report {
  readonly ret: MutableDict;
  readonly changes: MutableDict;
  readonly comments: string[];
}

/** The report, and what was found and changed. */
export interface CheckedPerms {
  readonly ret: MutableDict;
  /** `lmode`, and what was to be changed: `cuser`, `cgroup`, `cmode`. */
  readonly perms: MutableDict;
  /** The file as it was before. */
  readonly current: FileOwnership;
}

/** Whether the minion only says what it would do. */
export function isTest(context: ExecutionContext): boolean {
  return isTruthy(context.opts.get("test"));
}

/** Makes a file have what is wanted. Throws CommandExecutionError when it is not there. */
export async function checkPerms(
  given: string,
  ret: Value,
  wanted: WantedPerms,
  context: ExecutionContext,
): Promise<CheckedPerms> {
  const name = expandUser(given);
  const mode = normalizeMode(wanted.mode);
  const { report, before } = startReport(name, ret);
  const current = ownershipOf(name, wanted.followLinks);
  const perms = permsFound(current, wanted);
  const isOwnLink = !wanted.followLinks && current.type === "link";
  let now = current;
  if (!isTest(context)) {
    applyOwner(name, current, wanted, { perms, report, isOwnLink });
    if (mode !== null && !isOwnLink && mode !== current.mode) {
      perms.set("cmode", mode);
      setMode(name, mode);
    }
    if (perms.size > 1) now = ownershipOf(name, wanted.followLinks);
  }
  reportOwners(now, wanted, perms, report, context);
  if (mode !== null && !isOwnLink) reportMode(now.mode, mode, perms, report, context);
  if (wanted.attrs !== null && !isDirectory(name) && !isOwnLink)
    await adjustAttributes(name, pythonStr(wanted.attrs), report, context);
  if (wantsLabel(wanted.label)) await adjustLabel(name, wanted.label, report, context);
  finish(report, before, context);
  return { ret: report.ret, perms, current };
}

/** What was found and changed, as `file.check_perms` gives it: with the owners, whose names take long to look up. */
export function withOwners({ perms, current }: CheckedPerms, { user, group }: WantedPerms): MutableDict {
  return new Map<Value, Value>([
    ["luser", isInt(user) ? current.uid : current.user],
    ["lgroup", isInt(group) ? current.gid : current.group],
    ...perms,
  ]);
}

function startReport(name: string, given: Value): { readonly report: Report; readonly before: Value } {
  const ret: MutableDict =
    isDict(given) && given.size > 0 ? new Map(given) : dict({ name, changes: {}, comment: [], result: true });
  const isNew = !(isDict(given) && given.size > 0);
  const old = ret.get("changes");
  const changes: MutableDict = new Map(isDict(old) ? old : []);
  ret.set("changes", changes);
  const before = isNew ? "" : (ret.get("comment") ?? "");
  return { report: { ret, changes, comments: [] }, before };
}

function permsFound(current: FileOwnership, { user, group }: WantedPerms): MutableDict {
  const perms = dict({ lmode: current.mode });
  if (isTruthy(user) && user !== current.user && user !== current.uid) perms.set("cuser", user);
  if (isTruthy(group) && group !== current.group && group !== current.gid) perms.set("cgroup", group);
  return perms;
}

function applyOwner(
  name: string,
  current: FileOwnership,
  wanted: WantedPerms,
  { perms, report, isOwnLink }: { perms: MutableDict; report: Report; isOwnLink: boolean },
): void {
  if (!perms.has("cuser") && !perms.has("cgroup")) return;
  try {
    const change = isOwnLink ? changeLinkOwner : changeOwner;
    const fault = change(name, wanted.user ?? current.user, wanted.group ?? current.group);
    if (fault !== null) {
      report.ret.set("result", false);
      report.comments.push(fault);
    } else if (!isLink(name)) {
      // Changing the owner takes the set-user-id bits away.
      setMode(name, current.mode);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    report.ret.set("result", false);
  }
}

function reportOwners(
  now: FileOwnership,
  wanted: WantedPerms,
  perms: MutableDict,
  report: Report,
  context: ExecutionContext,
): void {
  const look = (key: "user" | "group", value: Value, id: number): void => {
    if (!isTruthy(value)) return;
    if (value === id || value === now[key]) {
      if (perms.has(`c${key}`)) report.changes.set(key, value);
    } else if (isTest(context)) report.changes.set(key, value);
    else {
      report.ret.set("result", false);
      report.comments.push(`Failed to change ${key} to ${pythonStr(value)}`);
    }
  };
  look("user", wanted.user, now.uid);
  look("group", wanted.group, now.gid);
}

function reportMode(
  now: string,
  mode: string,
  perms: MutableDict,
  report: Report,
  context: ExecutionContext,
): void {
  if (mode === now) {
    if (perms.has("cmode")) report.changes.set("mode", mode);
  } else if (isTest(context)) report.changes.set("mode", mode);
  else {
    report.ret.set("result", false);
    report.comments.push(`Failed to change mode to ${mode}`);
  }
}

async function adjustAttributes(
  name: string,
  attrs: string,
  report: Report,
  context: ExecutionContext,
): Promise<void> {
  const wanted = await attributeChanges(name, attrs, context);
  if (wanted === undefined || (wanted.added === "" && wanted.removed === "")) return;
  const old = (await listAttributes(name, context))?.get(name)?.join("") ?? "";
  let now = attrs;
  if (!isTest(context)) {
    if (wanted.added !== "") await changeAttributes([name], `+${wanted.added}`, [], context);
    if (wanted.removed !== "") await changeAttributes([name], `-${wanted.removed}`, [], context);
    const left = await attributeChanges(name, attrs, context);
    if (left !== undefined && left.added + left.removed !== "") {
      report.ret.set("result", false);
      report.comments.push(`Failed to change attributes to ${attrs}`);
      now = (await listAttributes(name, context))?.get(name)?.join("") ?? "";
    }
  }
  if (old !== now) report.changes.set("attrs", dict({ old, new: now }));
}

function finish({ ret, changes, comments }: Report, before: Value, context: ExecutionContext): void {
  if (isList(before)) ret.set("comment", comments);
  else ret.set("comment", [...(isTruthy(before) ? [pythonStr(before)] : []), ...comments].join("; "));
  if (isTest(context) && changes.size > 0) ret.set("result", null);
}
