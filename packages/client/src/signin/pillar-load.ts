/**
 * The request for a pillar.
 */
import type { Dict } from "@salt/core";
import { dict } from "@salt/core";

/** What a pillar is compiled for. */
export interface PillarRequest {
  readonly grains: Dict;
  readonly saltenv: string | null;
  readonly pillarenv: string | null;
  /** Values that win over the compiled ones. */
  readonly override?: Dict;
  /** One external source more, where the master allows that. */
  readonly ext?: Dict;
}

/** The fields of `_pillar`, in the order of real minions. */
export function pillarLoad(id: string, wanted: PillarRequest): Dict {
  return dict({
    id,
    grains: wanted.grains,
    saltenv: wanted.saltenv,
    pillarenv: wanted.pillarenv,
    pillar_override: wanted.override ?? {},
    extra_minion_data: {},
    ver: "2",
    cmd: "_pillar",
    ext: wanted.ext,
  });
}
