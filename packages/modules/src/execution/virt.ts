/**
 * Virtual machines of libvirt, through its program virsh.
 */
import { executionModule } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { hostFunctions } from "./virt-functions/host.js";
import { machineFunctions } from "./virt-functions/machines.js";

export const virt = executionModule("virt", {
  doc: "Virtual machines of libvirt, through its program virsh. Option: virt:connection:uri.",
  available: () =>
    findProgram("virsh") !== undefined ||
    "The virt execution module cannot be loaded: the virsh binary is not in the path.",
  functions: { ...machineFunctions, ...hostFunctions },
});
