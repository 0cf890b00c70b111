/**
 * `django`: named here so that it is refused with a reason.
 */
import { authModule } from "@salt/core";

export const django = authModule("django", {
  doc: "Not served.",
  available:
    "Django users need the Python of a Django project: write a plugin in Python, in auth_dirs, that asks it.",
  auth: async () => false,
});
