/**
 * Which minions are there, and which versions they run.
 */
import type { RunnerContext, Value } from "@salt/core";
import {
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  runnerFn,
  runnerModule,
  SaltInvocationError,
} from "@salt/core";
import { pingMinions } from "./asking/ping.js";
import { targetOf } from "./asking/target.js";
import { connectedMinions, notConnected } from "./manage-functions/connected.js";
import { regenerateKeys } from "./manage-functions/key-regen.js";
import { minionVersions } from "./manage-functions/versions.js";

const tgt = maybe.any("*", "The minions to ask.");
const tgt_type = maybe.str("glob", "How the target is to be read.");
const timeout = maybe.int(null, "Seconds to wait for answers; the master's option `timeout` unless given.");
const gather_job_timeout = maybe.int(null, "Seconds to wait when asking for jobs at work.");
const subset = maybe.any(null, "Only these ids, as a list.");
const show_ip = maybe.bool(false, "Show each minion's address too.");

const connected = (doc: string, name: string) =>
  runnerFn({
    doc,
    examples: [`salt-run manage.${name}`],
    params: { subset, show_ip },
    run: (args, context) => connectedMinions(context, idsIn(args.subset), args.show_ip),
  });

const absent = (doc: string, name: string) =>
  runnerFn({
    doc,
    examples: [`salt-run manage.${name}`],
    params: { subset, show_ip },
    run: (args, context) => notConnected(context, idsIn(args.subset)),
  });

export const manage = runnerModule("manage", {
  doc: "Which minions are there, and which versions they run.",
  functions: {
    status: runnerFn({
      doc: "Asks minions whether they are there. Gives those that answered as `up` and the others as `down`.",
      examples: ["salt-run manage.status", "salt-run manage.status tgt='web*' timeout=5"],
      params: {
        output: maybe.any(true, "Has no meaning any more."),
        tgt,
        tgt_type,
        timeout,
        gather_job_timeout,
      },
      run: async (args, context) => ({ ...(await ping(args, context)) }),
    }),
    up: runnerFn({
      doc: "The minions that answer.",
      examples: ["salt-run manage.up", "salt-run manage.up tgt='os:Debian' tgt_type=grain"],
      params: { tgt, tgt_type, timeout, gather_job_timeout },
      run: async (args, context) => (await ping(args, context)).up,
    }),
    down: runnerFn({
      doc: "The minions that should answer and do not.",
      examples: ["salt-run manage.down"],
      params: {
        removekeys: maybe.bool(false, "Delete their keys."),
        tgt,
        tgt_type,
        timeout,
        gather_job_timeout,
      },
      run: async (args, context) => {
        const { down } = await ping(args, context);
        if (args.removekeys && down.length > 0) await context.keyring.delete(down);
        return down;
      },
    }),
    key_regen: runnerFn({
      doc:
        "Makes all minions throw their keys away and deletes those of the master too. The master must be restarted then, " +
        "and every key accepted again.",
      examples: ["salt-run manage.key_regen"],
      run: (_args, context) => regenerateKeys(context),
    }),
    safe_accept: runnerFn({
      doc: "Refused: it would compare fingerprints over salt-ssh. Compare `salt-key -f` with `salt-call --local key.finger`.",
      examples: ["salt-run manage.safe_accept web1"],
      params: { target: needed.any("The minions."), tgt_type: maybe.str("glob", "How it is to be read.") },
      run: () =>
        refuse("manage.safe_accept", "compare salt-key -f with salt-call --local key.finger instead"),
    }),
    bootstrap: runnerFn({
      doc: "Refused: it would fetch a script from the network and run it as root on other machines.",
      examples: ["salt-run manage.bootstrap hosts=web1"],
      varkw: "kwargs",
      run: () => refuse("manage.bootstrap", "install salt-minion with the machine's own package manager"),
    }),
    bootstrap_psexec: runnerFn({
      doc: "Refused: it would fetch an installer from the network and run it on Windows machines.",
      examples: ["salt-run manage.bootstrap_psexec hosts=win1"],
      varkw: "kwargs",
      run: () => refuse("manage.bootstrap_psexec", "minions on Windows are not installed from here"),
    }),
    versions: runnerFn({
      doc: "The versions of the minions, by how they compare to the master's.",
      examples: ["salt-run manage.versions"],
      run: (_args, context) => minionVersions(context),
    }),
    present: connected("The minions that are there, found out by asking them.", "present"),
    not_present: absent("The accepted minions that are not there.", "not_present"),
    list_state: connected("The ids of the minions that are there.", "list_state"),
    list_not_state: absent("The ids of the accepted minions that are not there.", "list_not_state"),
    alived: connected("Minions that are alive; the same as manage.present.", "alived"),
    not_alived: absent("Minions that are not alive; the same as manage.not_present.", "not_alived"),
    joined: connected("Minions that have joined; the same as manage.present.", "joined"),
    not_joined: absent("Minions that have not joined; the same as manage.not_present.", "not_joined"),
    allowed: connected("Minions that are allowed and there; the same as manage.present.", "allowed"),
    not_allowed: absent("Minions that are not there; the same as manage.not_present.", "not_allowed"),
    reaped: connected("Minions that are there; the same as manage.present under an old name.", "reaped"),
    not_reaped: absent(
      "Minions that are gone; the same as manage.not_present under an old name.",
      "not_reaped",
    ),
  },
});

interface PingArgs {
  readonly tgt: Value;
  readonly tgt_type: string | null;
  readonly timeout: number | null;
  readonly gather_job_timeout: number | null;
}

function ping(args: PingArgs, context: RunnerContext): ReturnType<typeof pingMinions> {
  return pingMinions(context, targetOf(args.tgt, args.tgt_type ?? "glob"), args);
}

function refuse(fun: string, instead: string): never {
  throw new SaltInvocationError(`${fun} is not served: ${instead}`);
}

function idsIn(ids: Value): readonly string[] | undefined {
  if (!isTruthy(ids)) return undefined;
  return isList(ids) ? ids.map(pythonStr) : pythonStr(ids).split(",");
}
