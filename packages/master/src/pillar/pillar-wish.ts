/**
 * Which pillar is wanted of the master, and its way to a process as bytes.
 */
import type { Dict } from "@salt/core";
import { dict, getDict, getString, isDict, MalformedError } from "@salt/core";
import { decode, encode } from "@salt/wire";

/** A minion's pillar, as the request port or a runner asks for it. */
export interface PillarWish {
  /** The id of the session that asks, never one of a load. */
  readonly id: string;
  readonly grains: Dict;
  readonly saltenv?: string | undefined;
  readonly pillarenv?: string | undefined;
  readonly override?: Dict | undefined;
  readonly ext?: Dict | undefined;
  readonly extraMinionData?: Dict | undefined;
  readonly minionOpts?: Dict | undefined;
  /** What is wanted of the minion when it is not the whole pillar. */
  readonly part?: PillarPart | undefined;
  /** For the part `reactions`: the files, and the event as `tag` and `data`. */
  readonly event?: Dict | undefined;
}

/**
 * `top`: the pillar's top file, as a map of `top` and `errors`. `master_tops`: what the sources of that option say of the
 * minion's states, for which `minionOpts` are its options. `reactions`: what files of the reactor want to be done because
 * of an event, as a map of `chunks` and `errors`.
 */
export type PillarPart = "top" | "master_tops" | "reactions";

const PARTS: readonly PillarPart[] = ["top", "master_tops", "reactions"];

/** A wish as bytes; equal wishes give equal bytes. */
export function packWish(wish: PillarWish): Uint8Array {
  const { id, grains, saltenv, pillarenv, override, ext, extraMinionData, minionOpts, part, event } = wish;
  const fields = { id, grains, saltenv, pillarenv, override, ext, extraMinionData, minionOpts, part, event };
  return encode(dict(fields), "ipc");
}

/** Reads a wish. Throws MalformedError. */
export function unpackWish(bytes: Uint8Array): PillarWish {
  const value = decode(bytes, { dialect: "ipc" });
  const id = getString(value, "id");
  if (!isDict(value) || id === undefined) throw new MalformedError("a wish for a pillar has no id");
  const part = getString(value, "part");
  return {
    id,
    grains: getDict(value, "grains") ?? new Map(),
    saltenv: getString(value, "saltenv"),
    pillarenv: getString(value, "pillarenv"),
    override: getDict(value, "override"),
    ext: getDict(value, "ext"),
    extraMinionData: getDict(value, "extraMinionData"),
    minionOpts: getDict(value, "minionOpts"),
    part: PARTS.find((each) => each === part),
    event: getDict(value, "event"),
  };
}
