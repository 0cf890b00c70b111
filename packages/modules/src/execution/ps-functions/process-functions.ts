/**
 * The functions of `ps` that look for processes and send signals.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  float,
  fn,
  isInt,
  isList,
  isTruthy,
  maybe,
  needed,
  PythonRegex,
  pythonStr,
  SaltInvocationError,
  sleep,
} from "@salt/core";
import { runProgram } from "../program/run-program.js";
import type { ProcessFacts } from "./process-facts.js";
import {
  accountNames,
  allProcesses,
  memoryOf,
  otherProcesses,
  processFacts,
  processIds,
} from "./process-facts.js";

const pid = needed.any("The id of the process.");
const pattern = needed.any("What is in the name of the process.");
const user = maybe.any(null, "Only processes of this account.");
const full = maybe.bool(false, "Look in the whole command line.");
const signal = { ...maybe.int(15, "The number of the signal."), convert: (value: Value) => signalOf(value) };
const LARGEST_SIGNAL = 64;
/** Processes that `top` shows at most, and seconds that it looks. */
const MOST = 10_000;
const LONGEST = 3600;

/** Functions by name. */
export const processFunctions = {
  top: fn({
    doc: "The processes that worked most in a while.",
    examples: ["salt '*' ps.top", "salt '*' ps.top 5 10"],
    params: {
      num_processes: maybe.int(5, "How many."),
      interval: maybe.number(3, "How long to look, in seconds."),
    },
    run: (args, context) => top(args.num_processes ?? 5, args.interval ?? 3, context),
  }),
  get_pid_list: fn({
    doc: "The ids of all processes.",
    examples: ["salt '*' ps.get_pid_list"],
    run: () => processIds(),
  }),
  proc_info: fn({
    doc: "Facts of a process; open files, connections, memory maps and the environment are not told.",
    examples: ["salt '*' ps.proc_info 2322", "salt '*' ps.proc_info 2322 attrs='[\"pid\", \"name\"]'"],
    params: { pid, attrs: maybe.any(null, "The names of facts, a list; all when not given.") },
    run: (args): Plain => {
      const id = idOf(args.pid);
      const { facts } = processFacts(id, accountNames()) ?? {};
      if (facts === undefined) throw new CommandExecutionError(`process PID not found (pid=${id})`);
      if (!isList(args.attrs)) return facts;
      const wanted = args.attrs.map(pythonStr);
      const unknown = wanted.find((name) => !Object.hasOwn(facts, name));
      if (unknown !== undefined) throw new SaltInvocationError(`invalid attr name '${unknown}'`);
      return Object.fromEntries(wanted.map((name) => [name, facts[name] ?? null]));
    },
  }),
  kill_pid: fn({
    doc: "Sends a signal to a process; false when there is none of that id.",
    examples: ["salt '*' ps.kill_pid 2000", "salt '*' ps.kill_pid 2000 signal=9"],
    params: { pid, signal },
    run: async (args, context) => {
      const id = idOf(args.pid);
      return processIds().includes(id) && (await send(args.signal, [id], context)).length > 0;
    },
  }),
  pkill: fn({
    doc: "Sends a signal to all processes of a name; null when there are none.",
    examples: ["salt '*' ps.pkill httpd signal=9", "salt '*' ps.pkill bash user=tom"],
    params: { pattern, user, signal, full },
    run: async (args, context): Promise<Plain> => {
      const wanted = pythonStr(args.pattern);
      const found = otherProcesses().filter(
        (one) => lineOf(one, args.full).includes(wanted) && isOf(one, args.user),
      );
      const killed = await send(
        args.signal,
        found.map((one) => one.pid),
        context,
      );
      return killed.length === 0 ? null : { killed };
    },
  }),
  pgrep: fn({
    doc: "The ids of all processes of a name; null when there are none.",
    examples: ["salt '*' ps.pgrep httpd", "salt '*' ps.pgrep bash user=tom"],
    params: { pattern, user, full, pattern_is_regex: maybe.bool(false, "The name is a regular expression.") },
    run: (args): Plain => {
      const text = pythonStr(args.pattern);
      const regex = args.pattern_is_regex ? new PythonRegex(text) : undefined;
      const isFound = (line: string): boolean => regex?.search(line) ?? line.includes(text);
      const found = otherProcesses().filter((one) => isFound(lineOf(one, args.full)) && isOf(one, args.user));
      return found.length === 0 ? null : found.map((one) => one.pid);
    },
  }),
  status: fn({
    doc: "The processes in a state such as `zombie` or `sleeping`.",
    examples: ["salt '*' ps.status zombie"],
    params: { status: needed.any("The state.") },
    run: (args): Plain => {
      if (!isTruthy(args.status)) throw new SaltInvocationError("Filter is required for ps.status");
      return allProcesses()
        .filter(({ status }) => status === args.status)
        .map((one) => ({ pid: one.pid, name: one.name }));
    },
  }),
} as const;

function idOf(value: Value): number {
  if (isInt(value) && value > 0 && value < 2 ** 31) return Number(value);
  throw new SaltInvocationError(`pid must be a positive whole number, not ${pythonStr(value)}`);
}

function signalOf(value: Value): number {
  const number = Number(pythonStr(value));
  if (Number.isInteger(number) && number >= 0 && number <= LARGEST_SIGNAL) return number;
  throw new SaltInvocationError(`there is no signal ${pythonStr(value)}`);
}

function lineOf(one: ProcessFacts, isFull: boolean): string {
  return isFull ? one.cmdline.join(" ") : one.name;
}

function isOf({ username }: ProcessFacts, user: Value): boolean {
  return user === null || user === username;
}

/** Sends a signal to processes; gives those that got it. Throws CommandExecutionError when one may not be sent. */
async function send(
  signal: number,
  pids: readonly number[],
  context: ExecutionContext,
): Promise<readonly number[]> {
  const reached: number[] = [];
  for (const id of pids) {
    const { retcode, stderr } = await runProgram(["kill", "-s", String(signal), String(id)], context);
    if (retcode === 0) reached.push(id);
    else if (!/No such process/.test(stderr)) throw new CommandExecutionError(stderr);
  }
  return reached;
}

async function top(count: number, seconds: number, context: ExecutionContext): Promise<Plain> {
  if (count < 1 || count > MOST || seconds < 0 || seconds > LONGEST)
    throw new SaltInvocationError(`1 to ${MOST} processes, and an interval of up to ${LONGEST} seconds`);
  const work = ({ cpu }: ProcessFacts): number => cpu.user + cpu.system;
  const before = new Map(allProcesses().map((one) => [one.pid, work(one)]));
  await sleep(seconds * 1000, context.signal);
  return allProcesses()
    .filter(({ pid: id }) => before.has(id))
    .sort((one, other) => work(other) - (before.get(other.pid) ?? 0) - work(one) + (before.get(one.pid) ?? 0))
    .slice(0, count)
    .map((one) => ({
      cmd: one.cmdline.length > 0 ? one.cmdline : one.name,
      user: one.username,
      status: one.status,
      pid: one.pid,
      create_time: float(one.createTime),
      cpu: Object.fromEntries(Object.entries(one.cpu).map(([name, value]) => [name, float(value)])),
      mem: memoryOrNothing(one.pid),
    }));
}

function memoryOrNothing(id: number): Plain {
  try {
    return memoryOf(id);
  } catch {
    return {}; // It has ended meanwhile.
  }
}
