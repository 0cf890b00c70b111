/**
 * `salt-cp`: copies files to minions, whole in one job, or piece by piece.
 */
import type { JobClient } from "@salt/client";
import { isMissing, openJobClient } from "@salt/client";
import type { MasterConfig, MutableDict, Plain, Target, Value } from "@salt/core";
import { toValue } from "@salt/core";
import { CommandError } from "../command-error.js";
import { EXIT, unlessSalt } from "../exit-status.js";
import type { Invocation } from "../invocation.js";
import { jobCache } from "../job-cache.js";
import { readTarget } from "../salt/command.js";
import { NOTHING_MATCHED } from "../salt/session.js";
import { copyInPieces } from "./copy-in-pieces.js";
import { NotAFileError, readTree, readWhole } from "./sources.js";

/** Runs a function on the minions that are copied to: what each that answered gave, by id; none when nobody is meant. */
export type RunOnMinions = (fun: string, args: readonly Plain[]) => Promise<MutableDict | undefined>;

/** Runs the command; the exit status. Throws CommandError. */
export async function runCopy(invocation: Invocation<MasterConfig>): Promise<number> {
  const { positionals, settings, screen } = invocation;
  if (settings.flag("list_hosts"))
    throw new CommandError("-H is not served: salt-ssh lists the hosts of a roster.");
  const [expression, ...rest] = positionals;
  const dest = rest.at(-1);
  if (expression === undefined || dest === undefined)
    throw new CommandError("Insufficient arguments", { withHelp: true });
  const sources = rest.slice(0, -1);
  const target = readTarget(expression, settings);
  try {
    return await withRunner(invocation, target, async (run) => {
      const copied = settings.flag("chunked")
        ? await copyInPieces(readTree(sources, dest), run, {
            ...piecesOf(invocation),
            signal: invocation.signal,
          })
        : await copyWhole(sources, dest, run);
      await screen.value(copied);
      return allTrue(copied) ? EXIT.ok : unlessSalt(invocation.policy, EXIT.failed);
    });
  } catch (error) {
    if (!(error instanceof NotAFileError)) throw error;
    screen.line(error.message);
    return EXIT.failed;
  }
}

async function copyWhole(sources: readonly string[], dest: string, run: RunOnMinions): Promise<MutableDict> {
  return (await run("cp.recv", [readWhole(sources), dest])) ?? new Map();
}

function piecesOf({ config, settings }: Invocation<MasterConfig>): { pieceSize: number; packs: boolean } {
  return { pieceSize: config.salt_cp_chunk_size, packs: settings.flag("gzip") };
}

/** Whether there was anybody, and all went well for everybody. */
function allTrue(copied: MutableDict): boolean {
  const isTrue = (value: Value): boolean =>
    value === true || (value instanceof Map && [...value.values()].every(isTrue));
  return copied.size > 0 && [...copied.values()].every(isTrue);
}

async function withRunner(
  { config, configFile, user, log, settings, screen, signal }: Invocation<MasterConfig>,
  target: Target,
  work: (run: RunOnMinions) => Promise<number>,
): Promise<number> {
  const client = await openJobClient({ config, configFile, user, log, lookup: jobCache(config), signal });
  const timeout = settings.number("timeout");
  try {
    return await work(async (fun, args) => {
      const returns = await answersTo(client, target, fun, args, { timeout, signal });
      if (returns === undefined) screen.line(NOTHING_MATCHED);
      return returns;
    });
  } finally {
    await client.close();
  }
}

async function answersTo(
  client: JobClient,
  target: Target,
  fun: string,
  args: readonly Plain[],
  patience: { readonly timeout: number | undefined; readonly signal: AbortSignal },
): Promise<MutableDict | undefined> {
  const job = await client.publish({ target, fun, arg: args.map(toValue) });
  if (job === undefined) return undefined;
  const returns: MutableDict = new Map();
  for await (const answer of client.collect(job, patience)) {
    if (!isMissing(answer)) returns.set(answer.id, answer.return);
  }
  return returns;
}
