/**
 * The source `postgres`, which is not served.
 */
import { pillarModule } from "@salt/core";
import { refused } from "./sources/refused.js";

export const postgres = pillarModule(
  "postgres",
  refused(
    "Rows of a PostgreSQL database.",
    "postgres is not built in: put real Salt's module, or one of your own, into extension_modules/pillar, and its Python driver beside it (python3-psycopg2)",
  ),
);
