/**
 * States of logical volumes, by LVM.
 */
import { stateModule } from "@salt/core";
import { findProgram } from "../execution/cmd/programs.js";
import { pv_absent, pv_present, vg_absent, vg_present } from "./lvm-functions/groups.js";
import { lv_absent, lv_present } from "./lvm-functions/logical.js";

export const lvm = stateModule("lvm", {
  doc: "States of logical volumes, by LVM.",
  available: () => findProgram("lvm") !== undefined || "lvm command not found",
  functions: { pv_present, pv_absent, vg_present, vg_absent, lv_present, lv_absent },
});
