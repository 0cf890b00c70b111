/**
 * `auto`: everybody is who they say. For trying things out, never for a real master.
 */
import { authModule } from "@salt/core";

export const auto = authModule("auto", {
  doc: "Takes every name with any password. For trials only.",
  auth: async (_given, { log }) => {
    log.warn({}, "The auth system auto lets everybody in; it is for trials only");
    return true;
  },
});
