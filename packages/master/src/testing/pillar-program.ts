/**
 * A process that compiles pillars, for tests: without renderers, so that only external sources give anything.
 */
import { fn, maybe, needed, PluginCatalog, pillarModule } from "@salt/core";
import { runPillarWorker } from "../worker/pillar-worker.js";

/** Ends only when it is killed. */
function forever(): never {
  for (;;);
}

const probe = pillarModule("probe", {
  doc: "What a test asks for.",
  functions: {
    ext_pillar: fn({
      doc: "Tells whose pillar it is, or never ends for a minion.",
      params: {
        minion_id: needed.str("The id."),
        pillar: needed.dict("The pillar so far."),
        endless_for: maybe.str("", "The minion whose pillar never ends."),
      },
      run: ({ minion_id, endless_for }, { grains }) => {
        if (minion_id === endless_for) forever();
        return { whose: minion_id, grain: grains.get("id"), pid: process.pid };
      },
    }),
  },
});

const entry = { kind: "pillar", name: "probe", virtualName: "probe", load: async () => probe } as const;
runPillarWorker(new PluginCatalog([entry]));
