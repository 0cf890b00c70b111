/**
 * What an authority writes down: `index.txt` with its certificates, and the serial numbers it gave.
 */
import { appendFileSync, readFileSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { getString, pythonRepr, strftime, writeFileAtomic } from "@salt/core";
import { serialOf } from "../x509-functions/build.js";
import type { Certificate509 } from "../x509-functions/certificate-file.js";
import { integerOf } from "../x509-functions/simple-der.js";
import { shortParts } from "./names.js";
import { makeDirectory } from "./places.js";

/** Two digits for the year, as in OpenSSL's databases. */
const SHORT_TIME = "%y%m%d%H%M%SZ";

/** A line of the database about one certificate. */
export interface IndexEntry {
  readonly expires: string;
  /** In hexadecimal digits. */
  readonly serial: string;
  readonly subject: string;
}

/** A certificate that is revoked, as the database has it. */
export interface RevokedEntry {
  readonly serial: bigint;
  readonly when: Date;
}

/** A new serial number of at most 20 bytes, written down in the cache. */
export function newSerial(name: string, context: ExecutionContext): bigint {
  const serial = serialOf(null);
  const cachedir = getString(context.opts, "cachedir");
  if (cachedir !== undefined) {
    makeDirectory(cachedir);
    appendFileSync(`${cachedir}/${name}.serial`, String(serial));
  }
  return serial;
}

/** What the database says of a certificate. Parts of the subject stand there as Python shows bytes: so Salt writes them. */
export function indexEntry(certificate: Certificate509): IndexEntry {
  const { validity, serialNumber, subject } = certificate.parts.tbsCertificate;
  const shown = (text: string): string => pythonRepr(Buffer.from(text));
  const parts = shortParts(subject).map(([part, value]) => `${shown(part)}=${shown(value)}`);
  return {
    expires: strftime(validity.notAfter.getTime(), SHORT_TIME),
    serial: integerOf(serialNumber).toString(16).toUpperCase(),
    subject: `/${parts.join("/")}`,
  };
}

/** Enters a certificate into the database of a directory. */
export function recordCertificate(dir: string, certificate: Certificate509): void {
  appendFileSync(`${dir}/index.txt`, `V\t${validLine(indexEntry(certificate))}\n`);
}

function validLine(entry: IndexEntry): string {
  return `${entry.expires}\t\t${tail(entry)}`;
}

function tail({ serial, subject }: IndexEntry): string {
  return `${serial}\tunknown\t${subject}`;
}

/** Marks a certificate as revoked; false when it was before. One that the database lacks is entered. */
export function markRevoked(dir: string, entry: IndexEntry, now: Date): boolean {
  const path = `${dir}/index.txt`;
  const lines = readFileSync(path, "utf8").split("\n");
  const own = (line: string): boolean => line.endsWith(`\t${tail(entry)}`);
  if (lines.some((line) => own(line) && /^R\t\d+Z\t\d{12}Z\t/.test(line))) return false;
  const revoked = `R\t${entry.expires}\t${strftime(now, SHORT_TIME)}\t${tail(entry)}`;
  const at = lines.findIndex(own);
  if (at < 0) lines.splice(-1, 0, revoked);
  else lines[at] = revoked;
  writeFileAtomic(path, lines.join("\n"), { mode: 0o644 });
  return true;
}

/** The revoked certificates of a database. */
export function revokedEntries(text: string): readonly RevokedEntry[] {
  return text.split("\n").flatMap((line) => {
    const [status, , when = "", serial = ""] = line.split("\t");
    const parts = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(when)?.slice(1).map(Number);
    if (status !== "R" || parts === undefined || !/^[0-9A-F]+$/i.test(serial)) return [];
    const [year = 0, month = 1, ...rest] = parts;
    // As strptime has it: years from 69 on are of the last century.
    const whole = year + (year < 69 ? 2000 : 1900);
    const [day = 1, hour = 0, minute = 0, second = 0] = rest;
    const time = new Date(Date.UTC(whole, month - 1, day, hour, minute, second));
    return [{ serial: BigInt(`0x${serial}`), when: time }];
  });
}
