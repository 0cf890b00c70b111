/**
 * Talking to libvirt through its program virsh.
 */
import type { ExecutionContext, Rest, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { plainName, runProgram } from "../program/run-program.js";

/** The parameter for a machine. */
export const vm_ = needed.str("The virtual machine.");

/** The parameter for `on` or `off`, which YAML makes booleans of. */
export const onOff = maybe.any("on", "`on` or `off`.");

/** Whether a value means on. Throws SaltInvocationError for anything but on and off. */
export function isOn(value: Value): boolean {
  if (value === true || value === "on") return true;
  if (value === false || value === "off") return false;
  throw new SaltInvocationError(`state is on or off, not ${pythonStr(value)}`);
}

/** Calls virsh; `connection` of the arguments, or `virt:connection:uri`, says whom. */
export class Virsh {
  readonly #context: ExecutionContext;
  readonly #uri: string | undefined;

  constructor(context: ExecutionContext, uri: string | undefined) {
    this.#context = context;
    this.#uri = uri;
  }

  /** What a command of virsh prints. Throws CommandExecutionError with what it complains of. */
  async told(...words: readonly string[]): Promise<string> {
    const connect = this.#uri === undefined ? [] : ["-c", this.#uri];
    const env = { LC_ALL: "C" };
    const result = await runProgram(["virsh", "-q", ...connect, ...words], this.#context, { env });
    if (result.retcode === 0) return result.stdout;
    // The first line only says what was tried.
    const why = (result.stderr.match(/^error: .*$/gm) ?? []).at(-1)?.slice("error: ".length);
    throw new CommandExecutionError(why || `virsh ${words[0] ?? ""} failed`);
  }

  /** The lines of what a command prints, without empty ones. */
  async lines(...words: readonly string[]): Promise<readonly string[]> {
    const lines = (await this.told(...words)).split("\n").map((line) => line.trim());
    return lines.filter((line) => line !== "");
  }

  /** Facts of the form `Name: value`. */
  async facts(...words: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const pairs = (await this.lines(...words)).map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
    });
    return new Map(pairs);
  }

  /** The names of machines: those that run first. */
  async machines(which: "all" | "active" | "inactive"): Promise<readonly string[]> {
    const active = which === "inactive" ? [] : await this.lines("list", "--name");
    const others = which === "active" ? [] : await this.lines("list", "--inactive", "--name");
    return [...active, ...others];
  }

  /** The name of a machine that is there. Throws CommandExecutionError. */
  async machine(name: string): Promise<string> {
    const plain = plainName(name, "vm_");
    const all = await this.machines("all");
    if (all.length === 0) throw new CommandExecutionError("No virtual machines found.");
    if (!all.includes(plain)) throw new CommandExecutionError(`The VM "${plain}" is not present`);
    return plain;
  }

  /** Does something to a machine; true when that succeeded. */
  async act(command: string, name: string, ...more: readonly string[]): Promise<true> {
    await this.told(command, "--domain", await this.machine(name), ...more);
    return true;
  }

  /** `running`, `paused`, `shutdown` or `crashed`. */
  async state(name: string): Promise<string> {
    const told = (await this.told("domstate", "--domain", name)).trim();
    return STATES[told] ?? "unknown";
  }
}

const STATES: Readonly<Record<string, string>> = {
  "no state": "running",
  running: "running",
  idle: "running",
  paused: "paused",
  "in shutdown": "shutdown",
  "shut off": "shutdown",
  crashed: "crashed",
};

/** virsh for the keyword arguments of a function. Throws SaltInvocationError for those that are not served. */
export async function virshOf(
  context: ExecutionContext,
  { kwargs }: Rest,
  more: readonly string[] = [],
): Promise<Virsh> {
  refuseOtherKeywords(kwargs, ["connection", "username", "password", ...more]);
  const given = givenKeywords(kwargs);
  if (isTruthy(given.get("username") ?? null) || isTruthy(given.get("password") ?? null)) {
    throw new SaltInvocationError(
      "username and password are not served: virsh takes them from /etc/libvirt/auth.conf, where no other user sees them",
    );
  }
  const own = given.get("connection") ?? null;
  const uri = isTruthy(own) ? own : await context.call("config.get", ["virt:connection:uri", null]);
  return new Virsh(context, isTruthy(uri) ? plainName(uri, "connection") : undefined);
}
