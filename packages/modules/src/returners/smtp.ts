/**
 * Returns by mail.
 */
import { returnerModule } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { sendMail } from "../drivers/mail.js";
import { returnerSettings } from "./job-store/settings.js";
import { encryptedText } from "./mail/encrypt.js";
import { mailPlace, SMTP_SETTINGS } from "./mail/place.js";
import { mailTexts } from "./mail/texts.js";

export const smtp = returnerModule("smtp", {
  doc: "Sends returns by mail. Options: smtp.from, .to, .host, .port, .username, .password, .tls, .subject, .fields, .template, .renderer, .gpgowner.",
  usable: ({ opts }) => driverThere("nodemailer", opts),
  take: async (ret, context) => {
    const settings = returnerSettings(SMTP_SETTINGS, context.opts, ret);
    const place = mailPlace(settings);
    const { subject, text } = await mailTexts(ret, settings, context);
    const owner = settings.get("gpgowner");
    const body = owner === undefined ? text : await encryptedText(text, place.to, owner, context);
    await sendMail(place, { subject, text: body }, context.opts);
  },
});
