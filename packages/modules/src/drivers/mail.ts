/**
 * Sending mail, by the package nodemailer.
 */
import type { Dict } from "@salt/core";
import { CommandExecutionError, errorText } from "@salt/core";
import { loadDriver } from "./load-driver.js";
import { method } from "./members.js";

/** From whom, to whom and through which server mail goes. */
export interface MailPlace {
  readonly from: string;
  readonly to: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Whether the session has to become a TLS one before anything else. */
  readonly tls: boolean;
  readonly user?: string;
  readonly password?: string;
}

const TIMEOUT_MS = 20_000;

/** Sends a mail of plain text. Throws CommandExecutionError. */
export async function sendMail(
  place: MailPlace,
  mail: { readonly subject: string; readonly text: string },
  opts: Dict,
): Promise<void> {
  const driver = await loadDriver("nodemailer", opts);
  const { from, to, host, port, tls, user, password } = place;
  const transport = method(
    driver,
    "createTransport",
  )({
    ...{ host, port, secure: false, requireTLS: tls, ignoreTLS: !tls },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    // What a return says is text: it names no files and addresses that would be fetched.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    await method(transport, "sendMail")({ from, to: [...to], ...mail });
  } catch (error) {
    throw new CommandExecutionError(`smtp: ${errorText(error)}`);
  } finally {
    method(transport, "close")();
  }
}
