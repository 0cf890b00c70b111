/**
 * States of containers.
 */
import type { StateFunction, Value } from "@salt/core";
import { maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { failed } from "./answer/answer.js";
import { callState } from "./answer/call-state.js";
import { dockerThere } from "./docker-functions/docker-there.js";
import { run } from "./docker-functions/run-once.js";
import { running } from "./docker-functions/running.js";
import { absent, stopped } from "./docker-functions/stopped.js";

export const dockerContainer = stateModule("docker_container", {
  doc: "States of containers of Docker.",
  available: dockerThere,
  functions: {
    running,
    run,
    stopped,
    absent,
    mod_watch: stateFn({
      doc: "Replaces a container, sends it a signal, or runs or stops it again, when something that is watched changed.",
      params: {
        name: needed.any("The container."),
        sfun: maybe.any(null, "The state function that watches."),
      },
      varkw: "kwargs",
      run: async ({ name, sfun }, context, { kwargs }) => {
        const given = new Map<string, Value>(
          [...givenKeywords(kwargs)].map(([key, value]) => [pythonStr(key), value]),
        );
        given.set("name", name);
        const fun = WATCHING[pythonStr(sfun)];
        if (fun === undefined)
          return failed(name, `watch requisite is not implemented for ${pythonStr(sfun)}`);
        if (fun === running) {
          const isForced = (given.get("watch_action") ?? "force") === "force";
          given.set("force", isForced);
          if (!isForced) given.set("send_signal", true);
        }
        return await callState(`docker_container.${pythonStr(sfun)}`, fun, given, context);
      },
    }),
  },
});

const WATCHING: Readonly<Record<string, StateFunction>> = { running, stopped, run };
