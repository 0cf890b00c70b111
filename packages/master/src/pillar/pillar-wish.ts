/**
 * Which pillar is wanted of the master, and its way to a process as bytes.
 */
import type { Dict, Value } from "@salt/core";
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
}

/** A wish as bytes; equal wishes give equal bytes. */
export function packWish(wish: PillarWish): Uint8Array {
  const { id, grains, saltenv, pillarenv, override, ext, extraMinionData } = wish;
  return encode(dict({ id, grains, saltenv, pillarenv, override, ext, extraMinionData }), "ipc");
}

/** Reads a wish. Throws MalformedError. */
export function unpackWish(bytes: Uint8Array): PillarWish {
  const value = decode(bytes, { dialect: "ipc" });
  const id = getString(value, "id");
  if (!isDict(value) || id === undefined) throw new MalformedError("a wish for a pillar has no id");
  return { ...readWish(value), id };
}

/** What a load says of the pillar that it wants; the id is not taken from it. */
export function readWish(load: Value): Omit<PillarWish, "id"> {
  return {
    grains: getDict(load, "grains") ?? new Map(),
    saltenv: getString(load, "saltenv"),
    pillarenv: getString(load, "pillarenv"),
    override: getDict(load, "override"),
    ext: getDict(load, "ext"),
    extraMinionData: getDict(load, "extraMinionData"),
  };
}
