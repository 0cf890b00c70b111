/**
 * The source `pillar_ldap`, which is not served.
 */
import { pillarModule } from "@salt/core";
import { refused } from "./sources/refused.js";

export const pillarLdap = pillarModule(
  "pillar_ldap",
  refused(
    "Entries of an LDAP directory.",
    "pillar_ldap is not built in: put real Salt's module, or one of your own, into extension_modules/pillar, and its Python driver beside it (python3-ldap)",
  ),
);
