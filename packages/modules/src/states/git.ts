/**
 * States of repositories of git.
 */
import { stateModule } from "@salt/core";
import { configStates } from "./git-functions/config.js";
import { detached } from "./git-functions/detached.js";
import { latest } from "./git-functions/latest.js";
import { presenceStates } from "./git-functions/present.js";

export const git = stateModule("git", {
  doc: "States of repositories of git.",
  available: async (context) =>
    (await context.functions.has("git.version")) ? true : "git module could not be loaded",
  functions: { latest, detached, ...presenceStates, ...configStates },
});
