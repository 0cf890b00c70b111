/**
 * Logins and logouts.
 */
import { beaconModule } from "@salt/core";
import { loginBeacon } from "./parts/login-records.js";

const LOGIN = 7;
const LOGOUT = 8;

export const wtmp = beaconModule(
  "wtmp",
  loginBeacon("wtmp", {
    doc: "Tells of logins and logouts; `users`, `groups` and `defaults` say of whom, and at which time of day.",
    path: "/var/log/wtmp",
    note: (entry, memory) => {
      const line = entry.get("line") ?? "";
      if (entry.get("type") === LOGIN) {
        entry.set("action", "login");
        memory.set(line, entry.get("user") ?? "");
      } else if (entry.get("type") === LOGOUT) {
        entry.set("action", "logout");
        // The entry of a logout names only the terminal.
        const user = memory.get(line);
        if (user !== undefined) entry.set("user", user);
        memory.delete(line);
      }
    },
  }),
);
