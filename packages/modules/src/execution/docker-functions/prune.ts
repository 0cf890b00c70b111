/**
 * Removing what nobody uses.
 */
import type { MutableDict, Plain, Value } from "@salt/core";
import { fn, maybe, pythonStr } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { filterText } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { stringList } from "./translate/words.js";

export const pruneFunctions = {
  prune: fn({
    doc: "Removes what nobody uses; further arguments are filters, e.g. `until`, `label`, `dangling`.",
    examples: ["salt '*' docker.prune system=True", "salt '*' docker.prune images=True dangling=True"],
    params: {
      containers: maybe.bool(false, "Containers that do not run."),
      networks: maybe.bool(false, "Networks without containers."),
      images: maybe.bool(false, "Images without containers."),
      build: maybe.bool(false, "What builds have kept."),
      volumes: maybe.bool(false, "Volumes without containers."),
      system: maybe.any(null, "All of these but volumes; the default when nothing else is named."),
    },
    varkw: "filters",
    run: async ({ system, volumes, ...kinds }, context, { kwargs }) => {
      const engine = await openEngine(context);
      const all = system === null ? !Object.values(kinds).some(Boolean) : system === true;
      const query = { filters: filterText(filtersOf(givenKeywords(kwargs))) };
      const found: Record<string, Plain> = {};
      const wanted = { ...kinds, volumes };
      for (const kind of ["containers", "images", "networks", "build", "volumes"] as const) {
        if (!wanted[kind] && !(all && kind !== "volumes")) continue;
        const path = `/${kind}/prune`;
        found[kind] = await engine.json({
          action: `prune_${kind}`,
          method: "POST",
          path,
          query,
          timeout: null,
        });
      }
      return found;
    },
  }),
};

function filtersOf(given: MutableDict): Value {
  return new Map<Value, Value>(
    [...given].map(([name, value]) => [
      pythonStr(name),
      typeof value === "boolean" ? value : stringList(value),
    ]),
  );
}
