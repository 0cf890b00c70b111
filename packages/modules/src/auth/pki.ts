/**
 * `pki`: named here so that it is refused with a reason.
 */
import { authModule } from "@salt/core";

export const pki = authModule("pki", {
  doc: "Not served.",
  available:
    "Certificates of clients reach a master only through salt-api: use a proxy that checks them, and sharedsecret.",
  auth: async () => false,
});
