/**
 * States of SELinux.
 */
import { stateModule } from "@salt/core";
import {
  fcontext_policy_absent,
  fcontext_policy_applied,
  fcontext_policy_present,
  port_policy_absent,
  port_policy_present,
} from "./selinux-functions/labels.js";
import { boolean, mode, module, module_install, module_remove } from "./selinux-functions/settings.js";

export const selinux = stateModule("selinux", {
  doc: "States of SELinux.",
  available: async (context) =>
    (await context.functions.has("selinux.getenforce")) ? true : "selinux module could not be loaded",
  functions: {
    mode,
    boolean,
    module,
    module_install,
    module_remove,
    fcontext_policy_present,
    fcontext_policy_absent,
    fcontext_policy_applied,
    port_policy_present,
    port_policy_absent,
  },
});
