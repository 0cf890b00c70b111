/**
 * The source `mongo`, which is not served.
 */
import { pillarModule } from "@salt/core";
import { refused } from "./sources/refused.js";

export const mongo = pillarModule(
  "mongo",
  refused(
    "Documents of MongoDB.",
    "mongo is not built in: put real Salt's module, or one of your own, into extension_modules/pillar, and its Python driver beside it (python3-pymongo)",
  ),
);
