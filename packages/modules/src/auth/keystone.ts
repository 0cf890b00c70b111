/**
 * `keystone`: named here so that it is refused with a reason.
 */
import { authModule } from "@salt/core";

export const keystone = authModule("keystone", {
  doc: "Not served.",
  available:
    "OpenStack's keystone client is a Python library: write a plugin in Python, in auth_dirs, that uses it.",
  auth: async () => false,
});
