/**
 * What dpkg knows of packages and their files.
 */
import { existsSync, readFileSync } from "node:fs";
import type { ExecutionContext, MutableDict } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";
import { packageName } from "./apt.js";

/** Facts by the names that the answer gives them, with dpkg's fields. */
const FIELDS: readonly (readonly [string, string])[] = [
  ["package", "Package"],
  ["revision", "binary:Revision"],
  ["architecture", "Architecture"],
  ["maintainer", "Maintainer"],
  ["summary", "Summary"],
  ["source", "source:Package"],
  ["version", "Version"],
  ["section", "Section"],
  ["size", "Size"],
  ["MD5", "MD5sum"],
  ["SHA1", "SHA1"],
  ["SHA256", "SHA256"],
  ["origin", "Origin"],
  ["homepage", "Homepage"],
  ["status", "db:Status-Abbrev"],
  ["install_date", "db-fsys:Last-Modified"],
  ["description", "Description"],
];
/** Separate fields and packages; they do not occur in texts. */
const [FIELD_END, PACKAGE_END] = ["\x1f", "\x1e"];
const MS_PER_SECOND = 1000;

/** Facts of installed packages, of all when none is named. Throws CommandExecutionError unless `isLenient`. */
export async function packageFacts(
  names: readonly string[],
  isLenient: boolean,
  context: ExecutionContext,
): Promise<readonly MutableDict[]> {
  const format = `${FIELDS.map(([, field]) => `\${${field}}`).join(FIELD_END)}${PACKAGE_END}`;
  const command = ["dpkg-query", "-W", `-f=${format}`, "--", ...names.map(packageName)];
  const { retcode, stdout, stderr } = await runProgram(command, context, { rstrip: false });
  if (retcode !== 0 && isLenient) return [];
  if (retcode !== 0)
    throw new CommandExecutionError(`Error getting packages information: ${stderr.trimEnd()}`);
  const texts = stdout.split(PACKAGE_END).filter((text) => text !== "");
  return texts.map((text) => factsIn(text));
}

function factsIn(text: string): MutableDict {
  const facts: MutableDict = new Map();
  for (const [at, value] of text.split(FIELD_END).entries()) {
    const name = FIELDS[at]?.[0] ?? "";
    const shown =
      name === "install_date" ? dateText(value) : name === "description" ? `${value}\n` : value.trim();
    if (shown !== "" || name === "description") facts.set(name, shown);
  }
  const license = licenseOf(String(facts.get("package")));
  if (license !== "") facts.set("license", license);
  return facts;
}

function dateText(seconds: string): string {
  if (!/^\d+$/.test(seconds)) return "";
  return new Date(Number(seconds) * MS_PER_SECOND).toISOString().replace(".000Z", "Z");
}

function licenseOf(name: string): string {
  const path = `/usr/share/doc/${name}/copyright`;
  if (!existsSync(path)) return "";
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("License:"));
  return [...new Set(lines.map((line) => line.slice("License:".length).trim()))].sort().join(", ");
}

/** The files of packages, or dpkg's complaint as a text. */
export async function packageContents(
  names: readonly string[],
  context: ExecutionContext,
): Promise<ReadonlyMap<string, readonly string[]> | string> {
  const found = await query(`\${db:Status-Status}\\t\${binary:Package}\\n`, names, context);
  if (found.retcode !== 0) return `Error:  ${found.stderr}`;
  const contents = new Map<string, readonly string[]>();
  for (const line of found.stdout.split("\n")) {
    const [status, name] = line.split("\t");
    if (status !== "installed" || name === undefined) continue;
    const { stdout } = await runProgram(["dpkg", "-L", "--", name], context);
    contents.set(
      name,
      stdout.split("\n").filter((path) => path !== ""),
    );
  }
  return contents;
}

/** Asks dpkg's database for packages in a format. */
export function query(
  format: string,
  names: readonly string[],
  context: ExecutionContext,
): Promise<ProgramResult> {
  return runProgram(["dpkg-query", `-f=${format}`, "-W", "--", ...names.map(packageName)], context);
}
