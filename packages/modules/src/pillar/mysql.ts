/**
 * The source `mysql`, which is not served.
 */
import { pillarModule } from "@salt/core";
import { refused } from "./sources/refused.js";

export const mysql = pillarModule(
  "mysql",
  refused(
    "Rows of a MySQL database.",
    "mysql is not built in: put real Salt's module, or one of your own, into extension_modules/pillar, and its Python driver beside it (python3-mysqldb)",
  ),
);
