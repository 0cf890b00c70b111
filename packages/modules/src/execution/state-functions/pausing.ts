/**
 * Pausing state runs, going on with them, and ending them between two states.
 */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  dict,
  fn,
  get,
  getString,
  isDict,
  isJid,
  isList,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  toJson,
  writeFileAtomic,
} from "@salt/core";
import { pauseFile, readPauses } from "@salt/states";

const jid = needed.any("The job id of the state run.");
const state_id = maybe.str(null, "The id of a state; all states unless given.");

/** `pause`, `resume`, `soft_kill` and `get_pauses`. */
export const pauseFunctions = {
  pause: fn({
    doc: "Pauses a state run before its next state, or before one state.",
    examples: [
      "salt '*' state.pause 20260101120000123456",
      "salt '*' state.pause 20260101120000123456 vim duration=20",
    ],
    params: { jid, state_id, duration: maybe.int(null, "Seconds after which it goes on by itself.") },
    run: (args, context) => {
      const more = args.duration === null || args.duration === 0 ? {} : { duration: args.duration };
      return change(args.jid, context, (pauses) => addTo(pauses, args.state_id, more));
    },
  }),
  resume: fn({
    doc: "Lets a paused state run go on.",
    examples: ["salt '*' state.resume 20260101120000123456"],
    params: { jid, state_id },
    run: (args, context) =>
      change(args.jid, context, (pauses) => {
        if (args.state_id === null) pauses.clear();
        else pauses.delete(args.state_id);
      }),
  }),
  soft_kill: fn({
    doc: "Ends a state run before its next state, or before one state; no state is broken off.",
    examples: ["salt '*' state.soft_kill 20260101120000123456 vim"],
    params: { jid, state_id },
    run: (args, context) =>
      change(args.jid, context, (pauses) => addTo(pauses, args.state_id, { kill: true })),
  }),
  get_pauses: fn({
    doc: "The pauses of state runs at work; those left by runs that are over are removed.",
    examples: ["salt '*' state.get_pauses"],
    params: { jid: maybe.any(null, "One job id or a list of them; all unless given.") },
    run: async (args, context) => await pausesOf(args.jid, context),
  }),
};

async function change(
  given: Value,
  { opts }: ExecutionContext,
  edit: (pauses: MutableDict) => void,
): Promise<null> {
  const path = pauseFile(opts, checkedJid(given));
  const pauses: MutableDict = new Map(readPauses(path) ?? []);
  edit(pauses);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, toJson(pauses));
  return null;
}

function addTo(pauses: MutableDict, id: string | null, words: { readonly [key: string]: Value }): void {
  const key = id ?? "__all__";
  const known = pauses.get(key);
  pauses.set(key, new Map([...(isDict(known) ? known : []), ...dict(words)]));
}

function checkedJid(value: Value): string {
  const text = pythonStr(value);
  if (!isJid(text)) throw new SaltInvocationError(`'${text}' is no job id`);
  return text;
}

async function pausesOf(given: Value, context: ExecutionContext): Promise<Dict> {
  const dir = join(getString(context.opts, "cachedir") ?? "", "state_pause");
  const jobs = await context.call("saltutil.is_running", ["state.*"]);
  const running = (isList(jobs) ? jobs : []).map((job) => pythonStr(get(job, "jid") ?? null));
  const asked = given === null ? filesIn(dir) : (isList(given) ? given : [given]).map(checkedJid);
  const found: MutableDict = new Map();
  for (const one of asked) {
    if (running.includes(one)) found.set(one, readPauses(join(dir, one)) ?? new Map());
    else rmSync(join(dir, one), { force: true });
  }
  return found;
}

function filesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return []; // Nothing was ever paused.
  }
}
