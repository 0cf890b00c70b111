/**
 * Errors of the network in the words of Python.
 */
import { errorText } from "@salt/core";
import { isSystemError, systemErrorText } from "../file-functions/system-error.js";
import { NoAnswer } from "./exchange.js";

const TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "[Errno 111] Connection refused",
  ECONNRESET: "[Errno 104] Connection reset by peer",
  EHOSTUNREACH: "[Errno 113] No route to host",
  ENETUNREACH: "[Errno 101] Network is unreachable",
  ETIMEDOUT: "[Errno 110] Connection timed out",
  ENOTFOUND: "[Errno -2] Name or service not known",
  EAI_AGAIN: "[Errno -3] Temporary failure in name resolution",
};

/** What went wrong on the way to a server; undefined for errors that have nothing to do with it. */
export function networkErrorText(error: unknown): string | undefined {
  if (error instanceof NoAnswer) return `HTTP 599: ${error.message}`;
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const known = TEXTS[error.code];
  if (known !== undefined) return known;
  if (isSystemError(error)) return systemErrorText(error);
  const isTls = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|HOSTNAME|^ERR_TLS|^HPE_|SIGNATURE/.test(error.code);
  if (!isTls) return undefined;
  const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(error.code);
  return isCertificate
    ? `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${errorText(error)}`
    : `[SSL: ${error.code}] ${errorText(error)}`;
}
