/**
 * States of the minion's beacons.
 */
import { maybe, needed, stateFn, stateModule } from "@salt/core";
import { change, given, present, saved } from "./beacon-functions/configure.js";

const name = needed.str("The beacon's name.");
const save = maybe.bool(false, "Keep it over a restart, as `beacons.save` does.");

export const beacon = stateModule("beacon", {
  doc: "States of the minion's beacons.",
  functions: {
    present: stateFn({
      doc: "Makes a beacon be configured as the other arguments say.",
      params: { name, save },
      varkw: "kwargs",
      run: ({ name, save }, context, { kwargs }) => present(name, save, context, given(kwargs)),
    }),
    absent: stateFn({
      doc: "Makes a beacon not be configured.",
      params: { name, save },
      varkw: "kwargs",
      run: async ({ name, save }, context, { kwargs }) => {
        const texts = { done: `Removed ${name} from beacons`, missing: `${name} not configured in beacons` };
        const told = await change({ name, fun: "beacons.delete", ...texts }, context, given(kwargs));
        return told.result === false || !save ? told : await saved(told, context);
      },
    }),
    enabled: stateFn({
      doc: "Makes a configured beacon look.",
      params: { name },
      varkw: "kwargs",
      run: ({ name }, context, { kwargs }) => {
        const texts = { done: `Enabled ${name} from beacons`, missing: `${name} not a configured beacon` };
        return change({ name, fun: "beacons.enable_beacon", ...texts }, context, given(kwargs));
      },
    }),
    disabled: stateFn({
      doc: "Keeps a configured beacon from looking.",
      params: { name },
      varkw: "kwargs",
      run: ({ name }, context, { kwargs }) => {
        const texts = { done: `Disabled beacon ${name}.`, missing: `Job ${name} is not configured.` };
        return change({ name, fun: "beacons.disable_beacon", ...texts }, context, given(kwargs));
      },
    }),
  },
});
