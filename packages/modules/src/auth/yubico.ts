/**
 * `yubico`: named here so that it is refused with a reason.
 */
import { authModule } from "@salt/core";

export const yubico = authModule("yubico", {
  doc: "Not served.",
  available: "Yubico's validation service is not asked: use PAM with pam_yubico.",
  auth: async () => false,
});
