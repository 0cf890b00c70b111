/**
 * `sharedsecret`: one secret for all users, for programs that have authenticated them already.
 */
import { authModule, getString } from "@salt/core";
import { secretsEqual } from "./secret-equal.js";

export const sharedsecret = authModule("sharedsecret", {
  doc: "One secret for all users: the option `sharedsecret` of the master.",
  auth: async ({ password }, { opts, log }) => {
    const secret = getString(opts, "sharedsecret");
    // In Salt a secret that is not set equals a password that is not sent.
    if (secret === undefined || secret === "") {
      log.error({}, "The auth system sharedsecret needs the option sharedsecret");
      return false;
    }
    return secretsEqual(secret, password);
  },
});
