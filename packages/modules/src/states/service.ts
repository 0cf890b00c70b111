/**
 * States of services.
 */
import { isTrial, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { pending, unchanged } from "./answer/answer.js";
import { modBeacon } from "./beacon-functions/mod-beacon.js";
import { maskState } from "./service-functions/mask.js";
import { deadState, runningState } from "./service-functions/run-state.js";
import { disableService, enableService } from "./service-functions/toggle.js";
import { watchService } from "./service-functions/watch.js";

const name = needed.any("The service.");
const sig = maybe.any(null, "Look for a process that fits this expression.");
const init_delay = maybe.any(null, "Seconds to wait until the service is looked at again.");
const runtime = maybe.bool(false, "Only until the machine is started again.");
const runParams = {
  name,
  enable: maybe.any(null, "Whether to start the service with the machine; left alone when not given."),
  sig,
  init_delay,
};

export const service = stateModule("service", {
  doc: "States of services.",
  available: async (context) => {
    if (await context.functions.has("service.start")) return true;
    const { grains } = context;
    const system = pythonStr(grains.get("osfinger") ?? grains.get("os") ?? null);
    return `No service execution module loaded: check support for service management on ${system} `;
  },
  functions: {
    running: stateFn({
      doc: "Makes a service run.",
      params: runParams,
      varkw: "kwargs",
      run: (args, context, { kwargs }) => runningState({ ...args, kwargs }, context),
    }),
    dead: stateFn({
      doc: "Makes a service not run.",
      params: runParams,
      varkw: "kwargs",
      run: (args, context, { kwargs }) => deadState({ ...args, kwargs }, context),
    }),
    enabled: stateFn({
      doc: "Makes a service start with the machine.",
      params: { name },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => {
        const told = await enableService({ name: args.name, running: null, kwargs }, context);
        const shown = pythonStr(args.name);
        if (isTrial(context) && told.comment === `The named service ${shown} is not available`) {
          const would = "if created in this state run, it would have been enabled";
          return pending(args.name, `Service ${shown} not present; ${would}`);
        }
        return { ...unchanged(args.name, ""), ...told };
      },
    }),
    disabled: stateFn({
      doc: "Makes a service not start with the machine.",
      params: { name },
      varkw: "kwargs",
      run: async (args, context, { kwargs }) => ({
        ...unchanged(args.name, ""),
        ...(await disableService({ name: args.name, running: null, kwargs }, context)),
      }),
    }),
    masked: stateFn({
      doc: "Makes it impossible to start a service.",
      params: { name, runtime },
      run: (args, context) => maskState({ ...args, isMasked: true }, context),
    }),
    unmasked: stateFn({
      doc: "Makes it possible again to start a service.",
      params: { name, runtime },
      run: (args, context) => maskState({ ...args, isMasked: false }, context),
    }),
    mod_beacon: modBeacon({
      state: "service",
      functions: ["running", "dead"],
      module: "service",
      settings: ({ name, setting }) => ({
        services: {
          [name]: {
            onchangeonly: setting("onchangeonly", true),
            delay: setting("delay", 0),
            emitatstartup: setting("emitatstartup", false),
            // Salt takes it from there; only a text means anything to the beacon.
            uncleanshutdown: setting("emitatstartup", null),
          },
        },
        interval: setting("interval", 60),
      }),
    }),
    mod_watch: stateFn({
      doc: "Restarts, reloads, starts or stops a service when something that it watches has changed.",
      params: {
        name,
        sfun: maybe.any(null, "The function of the chunk."),
        sig,
        reload: maybe.any(false, "Reload the service instead of restarting it."),
        full_restart: maybe.any(false, "Restart it wholly, where the machine knows a difference."),
        init_delay,
        force: maybe.any(false, "Reload by force."),
      },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => watchService({ ...args, kwargs }, context),
    }),
  },
});
