/**
 * What a master has cached of a minion, read from its files: grains and pillar, for targets that ask for them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MinionFacts } from "@salt/core";
import { getDict, isMinionId, MalformedError } from "@salt/core";
import { decode } from "@salt/wire";

/** The facts in `cachedir/minions/<id>/data.p`; undefined when the master has none, or none that can be read. */
export function readCachedFacts(cachedir: string, id: string): MinionFacts | undefined {
  if (!isMinionId(id)) return undefined;
  try {
    const data = decode(readFileSync(join(cachedir, "minions", id, "data.p")), { dialect: "ipc" });
    return { id, grains: getDict(data, "grains") ?? new Map(), pillar: getDict(data, "pillar") ?? new Map() };
  } catch (error) {
    if (error instanceof MalformedError || isFileError(error)) return undefined;
    throw error;
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
