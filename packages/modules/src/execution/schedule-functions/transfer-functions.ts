/**
 * Functions that give jobs of the schedule to other minions.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { dict, fn, isDict, isTruthy, needed, pythonStr } from "@salt/core";
import type { Keywords } from "./build-item.js";
import { listJobs } from "./list-jobs.js";
import { isTest, jobIn, told } from "./report.js";

const params = {
  name: needed.str("The job's name."),
  target: needed.str("The other minions, as a glob."),
};

export const transferFunctions = {
  move: fn({
    doc: "Gives a job to other minions, and removes it here.",
    examples: ["salt '*' schedule.move jobname target"],
    params,
    varkw: "kwargs",
    run: ({ name, target }, context, { kwargs }) => give({ name, target, isMove: true }, kwargs, context),
  }),
  copy: fn({
    doc: "Gives a job to other minions, too.",
    examples: ["salt '*' schedule.copy jobname target"],
    params,
    varkw: "kwargs",
    run: ({ name, target }, context, { kwargs }) => give({ name, target, isMove: false }, kwargs, context),
  }),
};

async function give(
  { name, target, isMove }: { readonly name: string; readonly target: string; readonly isMove: boolean },
  kwargs: Keywords,
  context: ExecutionContext,
): Promise<Dict> {
  if (isTest(kwargs)) return told(`Job: ${name} would be ${isMove ? "moved" : "copied"} from schedule.`);
  const job = jobIn(await listJobs(context, { showAll: true }), name);
  if (job === undefined) return told(`Job ${name} does not exist.`, false);
  const words = [...job].map(([field, value]) => `${pythonStr(field)}=${pythonStr(value)}`);
  const answer = await context.call("publish.publish", [target, "schedule.add", words]);
  const answers = isDict(answer) ? [...answer] : [];
  if (answers.length === 0) return told("no servers answered the published schedule.add command");
  const failed = answers.filter(([, value]) => !isTruthy(value)).map(([id]) => id);
  if (failed.length > 0) {
    return dict({ comment: "the following minions return False", result: true, minions: failed });
  }
  if (isMove) await context.call("schedule.delete", [name]);
  const comment = isMove
    ? `Moved Job ${name} from schedule.`
    : `Copied Job ${name} from schedule to minion(s).`;
  return dict({ comment, result: true, minions: answers.map(([id]) => id) });
}
