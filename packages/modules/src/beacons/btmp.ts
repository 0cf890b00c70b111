/**
 * Logins that failed.
 */
import { beaconModule } from "@salt/core";
import { loginBeacon } from "./parts/login-records.js";

export const btmp = beaconModule(
  "btmp",
  loginBeacon("btmp", {
    doc: "Tells of logins that failed; `users`, `groups` and `defaults` say of whom, and at which time of day.",
    path: "/var/log/btmp",
  }),
);
