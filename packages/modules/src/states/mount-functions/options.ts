/**
 * Options of a mount that differ from those it has now.
 */
import type { Args, Dict, ExecutionContext, Value } from "@salt/core";
import { get, isDict, isList, isTruthy, pythonStr } from "@salt/core";
import type { mountedParams } from "./params.js";

/** Options that the kernel does not show. */
const INVISIBLE =
  "_netdev actimeo bg comment defaults delay_connect direct-io-mode intr loop nointr nobootwait nofail password reconnect retry soft auto users bind nonempty transform_symlinks port backup-volfile-servers";
/** Options whose values it does not show. */
const INVISIBLE_KEYS = "actimeo comment credentials direct-io-mode password port retry secretfile";
const TRANSLATED = { tcp: "proto=tcp", udp: "proto=udp" } as const;
const UNITS: Readonly<Record<string, number>> = { k: 1, m: 1024, g: 1024 * 1024 };

/** A list of texts in a value. */
export function textList(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return value.split(",");
  return isList(value ?? null) ? ((value ?? []) as readonly Value[]).map(pythonStr) : [];
}

/** The options that a mount has to have and has not, as the kernel would show them. */
export async function changedOptions(
  opts: readonly string[],
  active: Dict,
  args: Args<typeof mountedParams>,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const shown = new Set([
    ...textList(active.get("opts")),
    ...textList(active.get("superopts")).map(inKilobytes),
  ]);
  // A size that the kernel shows stands for every option, as in Salt: a file system in memory is not mounted anew.
  if ([...shown].some((option) => /^size=\d+k/.test(option))) return [];
  const invisible = new Set([
    ...INVISIBLE.split(" "),
    ...textList(args.extra_mount_invisible_options),
    ...textList(args.hidden_opts),
  ]);
  const keys = new Set([...INVISIBLE_KEYS.split(" "), ...textList(args.extra_mount_invisible_keys)]);
  const own = isDict(args.extra_mount_translate_options) ? args.extra_mount_translate_options : new Map();
  const translated = new Map<Value, Value>([...Object.entries(TRANSLATED), ...own]);
  const ignored = new Set(ignoredKeys(args));
  const found: string[] = [];
  for (const given of opts) {
    let option = pythonStr(translated.get(given) ?? given);
    const key = option.split("=")[0] ?? "";
    if (keys.has(key)) option = key;
    option = inKilobytes(option);
    if (args.fstype === "cifs") option = option.replace(/^user=/, "username=");
    if (ignored.has(key)) option = key;
    option = await withNumber(option, context);
    if (!shown.has(option) && !invisible.has(option) && !ignored.has(option) && !keys.has(option))
      found.push(option);
  }
  return found;
}

function ignoredKeys(args: Args<typeof mountedParams>): readonly string[] {
  const own = get(args.extra_mount_ignore_fs_keys, args.fstype);
  return own === undefined ? (args.fstype === "ramfs" ? ["size"] : []) : textList(own);
}

function inKilobytes(option: string): string {
  const [, value, unit = ""] = /^size=([0-9]+)(k|m|g)/.exec(option) ?? [];
  return value === undefined ? option : `size=${Number(value) * (UNITS[unit] ?? 1)}k`;
}

/** Accounts and groups are shown by their numbers. */
async function withNumber(option: string, context: ExecutionContext): Promise<string> {
  const [, key, name] = /^(uid|gid)=(.+)$/.exec(option) ?? [];
  if (key === undefined || name === undefined || /^\d+$/.test(name)) return option;
  const info = await context.call(key === "uid" ? "user.info" : "group.info", [name]);
  const number = get(info, key);
  return isTruthy(info) && number !== undefined ? `${key}=${pythonStr(number)}` : option;
}
