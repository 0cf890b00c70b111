/**
 * Returns to a subject of NATS.
 */
import { returnerModule, SaltInvocationError, toJson } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { publishNats } from "../drivers/nats.js";
import type { SettingNames } from "./job-store/settings.js";
import { listOf, returnerSettings } from "./job-store/settings.js";

const NAMES: SettingNames = {
  returner: "nats",
  places: ["servers"],
  secrets: ["user", "password", "token"],
  others: ["subject"],
  defaults: { servers: "127.0.0.1:4222", subject: "salt.returns" },
};

export const nats = returnerModule("nats", {
  doc: "Publishes returns as JSON on a subject of NATS, salt.returns unless told otherwise. Options: nats.servers, .subject, .user and .password, or .token.",
  usable: ({ opts }) => driverThere("@nats-io/transport-node", opts),
  take: async (ret, { opts }) => {
    const settings = returnerSettings(NAMES, opts, ret);
    const subject = settings.get("subject") ?? "salt.returns";
    if (!/^[^\s*>.]+(\.[^\s*>.]+)*$/.test(subject))
      throw new SaltInvocationError(`nats: ${JSON.stringify(subject)} is no subject that one can publish to`);
    const place = {
      servers: listOf(settings, "servers"),
      user: settings.get("user"),
      password: settings.get("password"),
      token: settings.get("token"),
    };
    await publishNats(place, subject, toJson(ret), opts);
  },
});
