/**
 * Functions of `saltutil` that make the minion look at something anew, or give up its key.
 */
import { fn, isTruthy, maybe } from "@salt/core";
import { refuseOtherKeywords } from "../../values/keywords.js";

const pillarParams = {
  wait: maybe.bool(false, "Answer only when the new pillar is there."),
  timeout: maybe.number(30, "Seconds to wait at most; the request to the master has a limit of its own."),
  clean_cache: maybe.bool(true, "Known for compatibility: the pillar is always made anew."),
};

const refreshPillar = fn({
  doc: "Fetches the pillar from the master again.",
  examples: ["salt '*' saltutil.refresh_pillar", "salt '*' saltutil.refresh_pillar wait=True"],
  params: pillarParams,
  control: true,
  run: (_args, { control }) => control.refreshPillar(),
});

/** `refresh_*`, `pillar_refresh`, `revoke_auth`. */
export const refreshFunctions = {
  refresh_pillar: refreshPillar,
  pillar_refresh: {
    ...refreshPillar,
    doc: "Another name of saltutil.refresh_pillar.",
    examples: ["salt '*' saltutil.pillar_refresh"],
  },
  refresh_grains: fn({
    doc: "Looks at the grains again, and fetches the pillar again unless `refresh_pillar=False` is given.",
    examples: ["salt '*' saltutil.refresh_grains", "salt '*' saltutil.refresh_grains refresh_pillar=False"],
    varkw: "kwargs",
    control: true,
    run: async (_args, { control }, { kwargs }) => {
      refuseOtherKeywords(kwargs, ["refresh_pillar", "clean_pillar_cache"]);
      await control.refreshGrains();
      if (isTruthy(kwargs.get("refresh_pillar") ?? true)) await control.refreshPillar();
      return true;
    },
  }),
  refresh_modules: fn({
    doc: "Forgets loaded modules, so that what changed on disk is seen. It is done when the answer comes.",
    examples: ["salt '*' saltutil.refresh_modules"],
    varkw: "kwargs",
    control: true,
    run: (_args, { control }) => control.refreshModules(),
  }),
  refresh_beacons: fn({
    doc: "Tells whatever watches for beacons on this machine to read its configuration again.",
    examples: ["salt '*' saltutil.refresh_beacons"],
    control: true,
    run: (_args, { control }) => control.fireLocal("beacons_refresh", new Map()),
  }),
  refresh_matchers: fn({
    doc: "Tells listeners on this machine that matchers changed. The minion's own matchers are built in.",
    examples: ["salt '*' saltutil.refresh_matchers"],
    control: true,
    run: (_args, { control }) => control.fireLocal("matchers_refresh", new Map()),
  }),
  revoke_auth: fn({
    doc: "Asks the master to delete this minion's key. The minion has to be accepted again afterwards.",
    examples: ["salt '*' saltutil.revoke_auth"],
    params: { preserve_minion_cache: maybe.bool(false, "Known for compatibility: the master decides.") },
    control: true,
    run: (_args, { control }) => control.revokeAuth(),
  }),
};
