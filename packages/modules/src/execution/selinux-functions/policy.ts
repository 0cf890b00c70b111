/**
 * What the policy of SELinux says of files and ports.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { dict, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { programPath, runProgram } from "../program/run-program.js";

/** Kinds of files by their letters, as semanage names them. */
const FILE_TYPES: Readonly<Record<string, string>> = {
  a: "all files",
  f: "regular file",
  d: "directory",
  c: "character device",
  b: "block device",
  s: "socket",
  l: "symbolic link",
  p: "named pipe",
};

/** The name of a kind of files. Throws SaltInvocationError for a letter that is none. */
export function fileType(letter: Value): string {
  const found = Object.entries(FILE_TYPES).find(([key]) => key === pythonStr(letter));
  if (found !== undefined) return found[1];
  throw new SaltInvocationError(`Invalid filetype given: ${pythonStr(letter)}`);
}

/** What a policy is looked for by. */
export interface ContextRequest {
  readonly name: string;
  readonly filetype: string | null;
  readonly sel_type: string | null;
  readonly sel_user: string | null;
  readonly sel_level: string | null;
}

const CONTEXT = ["sel_user", "sel_role", "sel_type", "sel_level"];

/** The parts of a context. Throws SaltInvocationError for what is none. */
export function contextParts(text: string): readonly (readonly [string, string])[] {
  const parts = text.split(":");
  if (parts.length < 4 || parts.slice(0, 4).includes(""))
    throw new SaltInvocationError(
      `Invalid SELinux context string: ${text}. Expected "sel_user:sel_role:sel_type:sel_level"`,
    );
  const values = [...parts.slice(0, 3), parts.slice(3).join(":")];
  return CONTEXT.map((key, at) => [key, values[at] ?? ""] as const);
}

/** The lines of a list of semanage. */
export async function semanageList(kind: string, context: ExecutionContext): Promise<readonly string[]> {
  const { stdout } = await runProgram([programPath("semanage"), kind, "-l"], context);
  return stdout.split("\n");
}

/** The policy of files that fits a request; null when there is none. */
export async function filePolicy(request: ContextRequest, context: ExecutionContext): Promise<Dict | null> {
  const wanted = request.filetype === null ? undefined : fileType(request.filetype);
  for (const line of await semanageList("fcontext", context)) {
    if (!line.startsWith(`${request.name} `)) continue;
    const found = /^ +([a-z ]+?) +([^\s:]+:[^\s:]+:[^\s:]+:\S+)\s*$/.exec(line.slice(request.name.length));
    const [, filetype = "", text = ""] = found ?? [];
    if (found === null || (wanted !== undefined && filetype !== wanted)) continue;
    const parts = contextParts(text);
    const fits = parts.every(([key, value]) => {
      const asked = Object.entries(request).find(([name]) => name === key)?.[1];
      return !isTruthy(asked) || asked === value;
    });
    if (fits) return dict({ filespec: request.name, filetype, ...Object.fromEntries(parts) });
  }
  return null;
}

/** A protocol and a port or range, from a name like `tcp/8080` or given apart. Throws SaltInvocationError. */
export function portOf(
  name: string,
  protocol: string | null,
  port: Value,
): readonly [protocol: string, port: string] {
  const pattern = /^(tcp|udp)\/(\d+-?\d+)$/;
  const found = pattern.exec(name) ?? pattern.exec(`${protocol}/${pythonStr(port)}`);
  if (found !== null) return [found[1] ?? "", found[2] ?? ""];
  throw new SaltInvocationError(
    `Invalid name "${name}" format and protocol and port not provided or invalid: "${pythonStr(protocol)}" \
"${pythonStr(port)}".`,
  );
}

/** The policy of a port that fits; null when there is none. */
export async function portPolicy(
  request: {
    readonly name: string;
    readonly sel_type: string | null;
    readonly protocol: string | null;
    readonly port: Value;
  },
  context: ExecutionContext,
): Promise<Dict | null> {
  const [protocol, port] = portOf(request.name, request.protocol, request.port);
  for (const line of await semanageList("port", context)) {
    const [, type = "", kind = "", ports = ""] = /^(\w+) +(\w+) +([\d\-, ]+)/.exec(line) ?? [];
    if (kind !== protocol || (request.sel_type && type !== request.sel_type)) continue;
    if (!ports.split(",").some((one) => one.trim() === port)) continue;
    return dict({ sel_type: type, protocol: kind, port: ports.trim() });
  }
  return null;
}

/** Runs a command and tells all of it, as `cmd.run_all` does. */
export async function runAll(
  program: string,
  words: readonly string[],
  context: ExecutionContext,
): Promise<Value> {
  return await context.call("cmd.run_all", [[programPath(program), ...words]], { python_shell: false });
}
