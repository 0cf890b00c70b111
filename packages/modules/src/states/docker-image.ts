/**
 * States of images of Docker.
 */
import type { StateFunction, Value } from "@salt/core";
import { maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { failed } from "./answer/answer.js";
import { callState } from "./answer/call-state.js";
import { dockerThere } from "./docker-functions/docker-there.js";
import { absent } from "./docker-functions/image-absent.js";
import { present } from "./docker-functions/image-present.js";

export const dockerImage = stateModule("docker_image", {
  doc: "States of images of Docker.",
  available: dockerThere,
  functions: {
    present,
    absent,
    mod_watch: stateFn({
      doc: "Fetches, builds or loads an image again when something that is watched changed.",
      params: {
        name: needed.any("The image."),
        sfun: maybe.any(null, "The state function that watches."),
      },
      varkw: "kwargs",
      run: async ({ name, sfun }, context, { kwargs }) => {
        const given = new Map<string, Value>(
          [...givenKeywords(kwargs)].map(([key, value]) => [pythonStr(key), value]),
        );
        const watching: StateFunction | undefined = sfun === "present" ? present : undefined;
        if (watching === undefined)
          return failed(name, `watch requisite is not implemented for ${pythonStr(sfun)}`);
        given.set("name", name).set("force", true);
        return await callState("docker_image.present", watching, given, context);
      },
    }),
  },
});
