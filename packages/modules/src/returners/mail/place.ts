/**
 * From whom, to whom and through which server mail goes.
 */
import { SaltInvocationError } from "@salt/core";
import type { MailPlace } from "../../drivers/mail.js";
import type { SettingNames, Settings } from "../job-store/settings.js";
import { listOf, portOf } from "../job-store/settings.js";

/** The settings of the returner. Who sends a job does not choose files, keys and engines of the minion. */
export const SMTP_SETTINGS: SettingNames = {
  returner: "smtp",
  places: ["host", "port"],
  secrets: ["username", "password"],
  others: ["from", "to", "tls", "subject", "fields"],
  own: ["template", "renderer", "gpgowner"],
  defaults: { port: "25" },
};

/** Where mail goes. Throws SaltInvocationError when the configuration does not say. */
export function mailPlace(settings: Settings): MailPlace {
  const [from, host] = [settings.get("from"), settings.get("host")];
  const to = listOf(settings, "to");
  if (from === undefined || host === undefined || to.length === 0)
    throw new SaltInvocationError("smtp: the options smtp.from, smtp.to and smtp.host have to be set");
  const [user, password] = [settings.get("username"), settings.get("password")];
  return {
    from,
    to,
    host,
    port: portOf(settings) ?? 25,
    tls: settings.get("tls")?.toLowerCase() === "true",
    ...(user === undefined || password === undefined ? {} : { user, password }),
  };
}
