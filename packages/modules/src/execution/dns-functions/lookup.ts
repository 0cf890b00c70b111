/**
 * Asking DNS for addresses.
 */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { ExecutionContext, Plain } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { findProgram } from "../cmd/programs.js";
import { plainName, runProgram } from "../program/run-program.js";

/** The addresses of a name by dig, or else by the system; a text says what is wrong. */
export async function addressesByDns(
  kind: "A" | "AAAA",
  host: string,
  server: string | null,
  context: ExecutionContext,
): Promise<Plain> {
  const name = plainName(host, "host");
  if (findProgram("dig") !== undefined) return await addressesByDig(kind, name, server, context);
  if (server !== null) return "This function requires dig, which is not currently available";
  try {
    return (await lookup(name, { all: true, family: kind === "A" ? 4 : 6 })).map(({ address }) => address);
  } catch {
    return `Unable to resolve ${name}`;
  }
}

/** The addresses of a name by dig; none when it fails. */
export async function addressesByDig(
  kind: "A" | "AAAA",
  host: string,
  server: string | null,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const at = server === null ? [] : [`@${plainName(server, "nameserver")}`];
  const command = ["dig", "+short", plainName(host, "host"), kind, ...at];
  const { retcode, stdout } = await runProgram(command, context);
  return retcode === 0 ? splitLines(stdout).filter((line) => isIP(line) !== 0) : [];
}
