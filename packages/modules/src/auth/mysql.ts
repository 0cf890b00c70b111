/**
 * `mysql`: named here so that it is refused with a reason.
 */
import { authModule } from "@salt/core";

export const mysql = authModule("mysql", {
  doc: "Not served.",
  available:
    "Salt's SQL query for it is configured by Python's rules: write a plugin in Python, in auth_dirs, or use rest.",
  auth: async () => false,
});
