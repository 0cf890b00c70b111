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
  /** Only the top file is wanted: a map of `top` and `errors`. */
  readonly isTop?: boolean | undefined;
}

/** A wish as bytes; equal wishes give equal bytes. */
export function packWish(wish: PillarWish): Uint8Array {
  const { id, grains, saltenv, pillarenv, override, ext, extraMinionData, isTop } = wish;
  return encode(dict({ id, grains, saltenv, pillarenv, override, ext, extraMinionData, isTop }), "ipc");
}

/** Reads a wish. Throws MalformedError. */
export function unpackWish(bytes: Uint8Array): PillarWish {
  const value = decode(bytes, { dialect: "ipc" });
  const id = getString(value, "id");
  if (!isDict(value) || id === undefined) throw new MalformedError("a wish for a pillar has no id");
  return {
    id,
    grains: getDict(value, "grains") ?? new Map(),
    saltenv: getString(value, "saltenv"),
    pillarenv: getString(value, "pillarenv"),
    override: getDict(value, "override"),
    ext: getDict(value, "ext"),
    extraMinionData: getDict(value, "extraMinionData"),
    isTop: value.get("isTop") === true,
  };
}
