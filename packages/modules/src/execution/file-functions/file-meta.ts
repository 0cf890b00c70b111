/**
 * In what a file differs from what it should be.
 */
import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, dict, getString, isDict, isTruthy, pythonStr } from "@salt/core";
import { attributeChanges } from "./attributes.js";
import type { WantedPerms } from "./check-perms.js";
import { areTemplatesSecret, diffContents, diffFiles } from "./diff-files.js";
import { hashFile } from "./hash-file.js";
import { normalizeMode } from "./ownership.js";
import { expandUser } from "./paths.js";
import { labelOf, wantsLabel } from "./security-label.js";
import type { FileOwnership } from "./stat-of.js";
import { ownershipOf } from "./stat-of.js";

/** What a file should be. */
export interface WantedFile extends WantedPerms {
  readonly name: string;
  /** The source on this machine; empty when it is not fetched yet. */
  readonly sfn: string;
  readonly source: Value;
  readonly sourceSum: Value;
  readonly saltenv: Value;
  readonly contents: Value;
  readonly verifySsl: boolean;
}

/** The differences: newfile, diff or sum, user, group, mode, attrs, selinux. */
export async function fileChanges(wanted: WantedFile, context: ExecutionContext): Promise<MutableDict> {
  const path = expandUser(wanted.name);
  let facts: FileOwnership;
  try {
    facts = ownershipOf(path, wanted.followLinks);
  } catch (error) {
    if (error instanceof CommandExecutionError) return dict({ newfile: wanted.name });
    throw error;
  }
  const changes: MutableDict = new Map();
  await compareSource(path, wanted, changes, context);
  if (wanted.contents !== null) await compareContents(path, wanted.contents, changes, context);
  comparePerms(facts, wanted, changes);
  if (isTruthy(wanted.attrs)) {
    const differing = await attributeChanges(path, pythonStr(wanted.attrs), context);
    if (differing !== undefined && differing.added + differing.removed !== "")
      changes.set("attrs", wanted.attrs);
  }
  if (wantsLabel(wanted.label)) await compareLabel(path, wanted, changes, context);
  return changes;
}

async function compareSource(
  path: string,
  wanted: WantedFile,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  const sum: Dict = isDict(wanted.sourceSum) ? wanted.sourceSum : new Map();
  const hsum = getString(sum, "hsum");
  if (hsum === undefined || hsum === (await hashFile(path, getString(sum, "hash_type") ?? "sha256"))) return;
  let { sfn } = wanted;
  if (sfn === "" && isTruthy(wanted.source)) {
    const options = { source_hash: hsum, verify_ssl: wanted.verifySsl };
    const cached = await context.call("cp.cache_file", [wanted.source, wanted.saltenv], options);
    sfn = typeof cached === "string" ? cached : "";
  }
  if (sfn === "") changes.set("sum", "Checksum differs");
  else changes.set("diff", await differenceOf(path, sfn, true, context));
}

async function compareContents(
  path: string,
  contents: Value,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  const bytes = contents instanceof Uint8Array ? contents : Buffer.from(pythonStr(contents));
  const request = { showChanges: true, isTemplate: false };
  const diff = await orReason(() => diffContents(path, bytes, request, context));
  if (diff === "") return;
  changes.set("diff", (await areTemplatesSecret(context)) ? "<Obfuscated Template>" : diff);
}

async function differenceOf(
  path: string,
  other: string,
  isTemplate: boolean,
  context: ExecutionContext,
): Promise<string> {
  const plain = { hashes: [null, null] as const, saltenv: "base", showNames: false, showChanges: true };
  return await orReason(() => diffFiles({ ...plain, files: [path, other], isTemplate }, context));
}

/** A difference, or why it cannot be told. */
async function orReason(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandExecutionError) return error.message;
    throw error;
  }
}

/** Lends a file with contents, private to this account, and removes it again. */
export async function withContents<T>(contents: Value, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `salt-${randomUUID()}`);
  const bytes = contents instanceof Uint8Array ? contents : Buffer.from(pythonStr(contents));
  writeFileSync(path, bytes, { mode: 0o600, flag: "wx" });
  try {
    return await use(path);
  } finally {
    rmSync(path, { force: true });
  }
}

function comparePerms(facts: FileOwnership, { user, group, mode }: WantedFile, changes: MutableDict): void {
  if (user !== null && user !== facts.user && user !== facts.uid) changes.set("user", user);
  if (group !== null && group !== facts.group && group !== facts.gid) changes.set("group", group);
  const wanted = normalizeMode(mode);
  if (wanted !== null && wanted !== facts.mode) changes.set("mode", wanted);
}

async function compareLabel(
  path: string,
  { label }: WantedFile,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<void> {
  const [user, role, type, ...range] = (await labelOf(path, context)).split(":");
  const found = { user, role, type, range: range.join(":") };
  for (const part of ["user", "role", "type", "range"] as const) {
    if (isTruthy(label[part]) && label[part] !== found[part])
      changes.set("selinux", dict({ [part]: label[part] }));
  }
}
