/**
 * `minion.kill` and `minion.restart`: ending the minion that runs the job.
 */
import { existsSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, dict, fn, get, isList, isTruthy, maybe, pythonStr, sleep } from "@salt/core";
import { plainValue } from "../program/run-program.js";

const TRY_MS = 1000;
/** Statuses of sysexits: the software cannot, and try later. */
const [SOFTWARE, LATER] = [70, 75] as const;

interface Ended {
  readonly killed: Value;
  readonly retcode: number;
  readonly comment: readonly string[];
}

/** The functions, by name. */
export const endFunctions = {
  kill: fn({
    doc: "Ends the minion; its service manager may start it again.",
    examples: ["salt 'web1' minion.kill"],
    params: { timeout: maybe.int(15, "Seconds to wait until it has ended.") },
    run: async ({ timeout }, context): Promise<Plain> => {
      const { comment, ...told } = await end(timeout ?? 15, context);
      return comment.length > 0 ? { ...told, comment } : told;
    },
  }),
  restart: fn({
    doc:
      "Starts the minion again: by systemd where it runs, else by ending it and running the option " +
      "`minion_restart_command`, a list of words.",
    examples: ["salt 'web1' minion.restart"],
    params: {
      systemd: maybe.bool(true, "Ask systemd where it runs."),
      win_service: maybe.bool(true, "For Windows only; has no meaning here."),
      schedule_retry: maybe.bool(false, "Must not be given: systemd itself tries again."),
    },
    run: ({ systemd, schedule_retry }, context) => {
      if (schedule_retry)
        throw new CommandExecutionError("schedule_retry is not there: systemd tries again as its unit says");
      return restart(systemd, context);
    },
  }),
};

async function end(timeout: number, context: ExecutionContext): Promise<Ended> {
  const pid = context.grains.get("pid") ?? null;
  if (!isTruthy(pid)) return { killed: null, retcode: SOFTWARE, comment: ['Unable to find "pid" in grains'] };
  if (Number(pid) === process.pid)
    return { killed: null, retcode: SOFTWARE, comment: ["This is no minion: salt-call does not end itself"] };
  const signaled = async (): Promise<boolean> => isTruthy(await context.call("ps.kill_pid", [pid]));
  if (!(await signaled())) return { killed: null, retcode: 1, comment: ["ps.kill_pid failed"] };
  for (let tried = 0; tried < timeout; tried++) {
    await sleep(TRY_MS, context.signal);
    if (!(await signaled())) return { killed: pid, retcode: 0, comment: [] };
  }
  return { killed: null, retcode: LATER, comment: ["Timed out waiting for minion to exit"] };
}

async function restart(systemd: boolean, context: ExecutionContext): Promise<Plain> {
  const option = await context.call("config.get", ["minion_restart_command"]);
  const words = isList(option) ? option.map((word) => plainValue(word, "minion_restart_command")) : [];
  const answer = { killed: null, restart: dict({}), service_restart: dict({}), retcode: 0 };
  if (words.length === 0 && systemd && existsSync("/run/systemd/system"))
    return await byService(answer, context);
  const comment =
    words.length > 0
      ? ["Using configuration minion_restart_command:", ...words.map((word) => `    ${word}`)]
      : ["Not running in daemon mode - will not restart process after killing"];
  const ended = await end(15, context);
  comment.push(...ended.comment);
  const told = { ...answer, killed: ended.killed, retcode: ended.retcode, comment };
  if (ended.retcode !== 0) return { ...told, comment: [...comment, "Kill failed - not restarting"] };
  if (words.length === 0) return told;
  const run = await context.call("cmd.run_all", [words], { python_shell: false });
  const retcode = Number(get(run, "retcode") ?? 0);
  const { stdout, stderr } = { stdout: get(run, "stdout") ?? "", stderr: get(run, "stderr") ?? "" };
  return {
    ...told,
    restart: dict({ stdout, stderr }),
    retcode,
    comment: retcode === 0 ? comment : [...comment, "Restart failed"],
  };
}

async function byService(
  answer: { readonly [key: string]: Plain },
  context: ExecutionContext,
): Promise<Plain> {
  const comment = ["Using systemctl to restart salt-minion"];
  try {
    const result = await context.call("service.restart", ["salt-minion"], { no_block: true });
    return {
      ...answer,
      service_restart: dict({ result }),
      comment: [...comment, "Service restart successful"],
    };
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    const failed = dict({ result: false, stderr: pythonStr(error.message) });
    return {
      ...answer,
      service_restart: failed,
      retcode: SOFTWARE,
      comment: [...comment, "Service restart failed"],
    };
  }
}
