/**
 * The progress outputter: how many of the minions have answered.
 */
import { isDict, outputter } from "@salt/core";
import { progressLine } from "./text/progress-line.js";

export const progress = outputter("progress", "A bar that tells how many minions have answered.", (value) => {
  const targeted = isDict(value) ? value.get("minion_count") : undefined;
  const returned = isDict(value) ? value.get("return_count") : undefined;
  if (typeof targeted !== "number" || typeof returned !== "number") return undefined;
  return progressLine({ targeted, returned, seconds: 0 });
});
