/**
 * Grains on disks: which there are, and which of them do not rotate.
 */
import { grainsModule } from "@salt/core";
import { readDisks } from "./linux/block-devices.js";
import { thisMachine } from "./portable/machine.js";

/** `disks` and `ssds`. */
export const disks = grainsModule("disks", {
  doc: "Disks, and which of them are solid-state.",
  functions: { disks: () => (process.platform === "linux" ? readDisks(thisMachine) : {}) },
});
