/**
 * `beacon`: chunks whose modules set up a beacon that watches what they have made, after all states.
 */
import { REQUISITES } from "./keywords.js";
import type { Low } from "./low.js";
import { wordOf } from "./low.js";

/** The chunks of `mod_beacon`. What theirs require has run already. */
export function watched(chunks: readonly Low[]): readonly Low[] {
  return chunks.filter((chunk) => chunk.has("beacon")).map(beaconOf);
}

function beaconOf(chunk: Low): Low {
  const own = new Map([...chunk].filter(([key]) => !REQUISITES.includes(String(key))));
  return own
    .set("sfun", chunk.get("fun") ?? "")
    .set("fun", "mod_beacon")
    .set("__id__", `beacon_${wordOf(chunk, "__id__")}`);
}
