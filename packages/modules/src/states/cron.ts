/**
 * States of jobs that cron runs.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { get, getList, isTrial, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { identifier, presentParams, special, user } from "./cron-functions/arguments.js";
import type { JobStatus } from "./cron-functions/job-status.js";
import { jobStatus } from "./cron-functions/job-status.js";
import { outcome, outcomeOfSetting, trialOfAbsent, trialOfPresent } from "./cron-functions/report.js";
import { tableFile } from "./cron-functions/table-file.js";

const variable = needed.str("The variable.");

export const cron = stateModule("cron", {
  doc: "States of jobs that cron runs.",
  available: async (context) =>
    (await context.functions.has("cron.list_tab")) ? true : "cron module could not be loaded",
  functions: {
    present: stateFn({
      doc: "Makes a job be in the table of an account.",
      params: presentParams,
      run: async (args, context) => {
        const cmd = args.name.trim();
        const { special: when, user: owner, name: _name, ...times } = args;
        const id = args.identifier === false ? cmd : args.identifier;
        const managed = { kind: "Cron", name: cmd, user: owner };
        if (isTrial(context)) {
          const fields = fieldsOf(times, when !== null);
          const request = { user: owner, cmd, identifier: id, special: when, fields };
          return trialOfPresent(managed, await jobStatus(request, context));
        }
        const job = { user: owner, cmd, identifier: id, comment: args.comment, commented: args.commented };
        if (when !== null)
          return outcomeOfSetting(
            managed,
            await context.call("cron.set_special", [], { ...job, special: when }),
          );
        return outcomeOfSetting(managed, await context.call("cron.set_job", [], { ...times, ...job }));
      },
    }),
    absent: stateFn({
      doc: "Makes a job not be in the table of an account.",
      params: { name: presentParams.name, user, identifier, special },
      varkw: "kwargs",
      run: async (args, context) => {
        const cmd = args.name.trim();
        const id = args.identifier === false ? cmd : args.identifier;
        const managed = { kind: "Cron", name: cmd, user: args.user };
        if (isTrial(context)) {
          const request = { user: args.user, cmd, identifier: id, special: null, fields: {} };
          return trialOfAbsent(managed, await jobStatus(request, context));
        }
        const done =
          args.special === null
            ? await context.call("cron.rm_job", [args.user, cmd], { identifier: id })
            : await context.call("cron.rm_special", [args.user, cmd], {
                special: args.special,
                identifier: id,
              });
        return outcome(managed, done);
      },
    }),
    file: stateFn({
      doc: "Makes the table of an account a file.",
      params: {
        name: needed.str("The file: a path, or an address of the file server."),
        source_hash: maybe.any("", "Its hash, or where it is written."),
        source_hash_name: maybe.any(null, "The name under which the hash stands in a file of several."),
        user,
        template: maybe.any(null, "The renderer for the file."),
        context: maybe.any(null, "Variables for the template."),
        replace: maybe.bool(true, "Also when there is a table."),
        defaults: maybe.any(null, "Variables for the template that `context` does not give."),
        backup: maybe.any("", "How to keep the old table."),
      },
      varkw: "kwargs",
      run: (args, context, { kwargs }) => tableFile({ ...args, kwargs }, context),
    }),
    env_present: stateFn({
      doc: "Makes a variable be set for the jobs of an account.",
      params: { name: variable, value: maybe.any(null, "Its value."), user },
      run: async (args, context): Promise<StateAnswer> => {
        const name = args.name;
        const managed = { kind: "Cron env", name, user: args.user };
        if (isTrial(context))
          return trialOfPresent(managed, await variableStatus(args.user, name, args.value, context));
        const done = await context.call("cron.set_env", [args.user, name], { value: args.value });
        return outcomeOfSetting(managed, done);
      },
    }),
    env_absent: stateFn({
      doc: "Makes a variable not be set for the jobs of an account.",
      params: { name: variable, user },
      run: async (args, context): Promise<StateAnswer> => {
        const name = args.name.trim();
        const managed = { kind: "Cron env", name, user: args.user };
        if (isTrial(context))
          return trialOfAbsent(managed, await variableStatus(args.user, name, null, context));
        return outcome(managed, await context.call("cron.rm_env", [args.user, name]));
      },
    }),
  },
});

/** What a trial compares: all times and the comment, or the comment alone for a time such as `@daily`. */
function fieldsOf(
  { comment, commented, identifier: _identifier, ...times }: Record<string, Value>,
  isSpecial: boolean,
): Record<string, Value> {
  const rest = { comment: comment ?? null, commented: commented === true };
  if (isSpecial) return rest;
  const lower = Object.entries(times).map(([field, value]): [string, Value] => [
    field,
    pythonStr(value).toLowerCase(),
  ]);
  return { ...Object.fromEntries(lower), ...rest };
}

async function variableStatus(
  owner: Value,
  name: string,
  value: Value,
  context: ExecutionContext,
): Promise<JobStatus> {
  const variables = getList(await context.call("cron.list_tab", [owner]), "env") ?? [];
  const found = variables.find((one) => get(one, "name") === name);
  if (found === undefined) return "absent";
  return get(found, "value") === (value ?? "") ? "present" : "update";
}
