/**
 * One top file from several, by `top_file_merging_strategy`.
 */
import type { Dict, Logger, Value } from "@salt/core";
import { pythonStr } from "@salt/core";
import { TopFileError } from "./faults.js";
import type { TopFiles } from "./top-files.js";
import type { Node, NodeMap } from "./tree.js";
import { isMap, isNodes } from "./tree.js";

/** Targets and what they get, by environment. */
export type Top = Map<Value, NodeMap>;

/** Merges by the option; one that does not exist counts as `merge`. Throws TopFileError for one without targets. */
export function mergeTops(tops: TopFiles, opts: Dict, log: Logger): Top {
  const strategy = opts.get("top_file_merging_strategy") ?? "merge";
  if (strategy === "same") return mergeSame(tops, pythonStr(opts.get("default_top") ?? "base"), log);
  if (strategy === "merge_all") return mergeAll(tops);
  if (strategy !== "merge") log.warn({ strategy }, "No such top_file_merging_strategy; merge is taken");
  return mergeByBase(tops);
}

/** What the base environment says counts; the others only speak for themselves, where base does not. */
function mergeByBase(tops: TopFiles): Top {
  const merged: Top = new Map();
  for (const top of tops.get("base") ?? []) {
    for (const [saltenv, targets] of sectionsOf(top)) addTargets(merged, saltenv, targets);
  }
  for (const [own, files] of tops) {
    if (own === "base") continue;
    for (const top of files) {
      // Sections that base has, even without targets, are left out; so is a second file's section of the same name.
      const targets = top.get(own);
      if (targets !== undefined && !merged.has(own)) addTargets(merged, own, targets);
    }
  }
  return merged;
}

/** Every environment's own top file counts for it, else that of `default_top`. */
function mergeSame(tops: TopFiles, defaultTop: string, log: Logger): Top {
  const merged: Top = new Map();
  for (const [own, files] of tops) {
    const isEmpty = files.every((top) => top.size === 0);
    const sources = isEmpty ? (tops.get(defaultTop) ?? []) : files;
    let isFound = false;
    for (const top of sources) {
      const targets = top.get(own);
      if (targets === undefined) continue;
      isFound = true;
      addTargets(merged, own, targets);
    }
    if (isEmpty && !isFound) {
      log.error(
        { saltenv: own, default_top: defaultTop },
        "An environment has no top file, nor has default_top one for it",
      );
    }
  }
  return merged;
}

/** All top files speak for all environments; what several say of a target is joined. */
function mergeAll(tops: TopFiles): Top {
  const merged: Top = new Map();
  for (const top of [...tops.values()].flat()) {
    for (const [saltenv, targets] of sectionsOf(top)) {
      if (!isMap(targets)) throw noTargets();
      for (const [target, states] of targets) {
        const known = merged.get(saltenv)?.get(target);
        addTargets(
          merged,
          saltenv,
          new Map([[target, known === undefined ? states : joined(known, states)]]),
        );
      }
    }
  }
  return merged;
}

/** What an included top file includes itself is not read. */
function sectionsOf(top: NodeMap): (readonly [Value, Node])[] {
  return [...top].filter(([saltenv]) => saltenv !== "include");
}

/** The match type that was said last, then the SLS of both. */
function joined(known: Node, more: Node): Node {
  const [first, second] = [known, more].map((node) => (isNodes(node) ? node : []));
  const [typeBefore, typeNow] = [first, second].map((items) => items?.filter(isMap).at(-1));
  const type = typeNow ?? typeBefore;
  const names = new Set([...(first ?? []), ...(second ?? [])].filter((item) => typeof item === "string"));
  return [...(type === undefined ? [] : [type]), ...names];
}

function addTargets(merged: Top, saltenv: Value, targets: Node): void {
  if (!isMap(targets)) throw noTargets();
  if (targets.size === 0) return;
  const section = merged.get(saltenv) ?? new Map<Value, Node>();
  merged.set(saltenv, section);
  for (const [target, states] of targets) section.set(target, states);
}

function noTargets(): TopFileError {
  return new TopFileError("Unable to render top file. No targets found.");
}
