/**
 * States of programs that supervisord keeps running.
 */
import type { Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import { get, isDict, isTrial, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The program, or a group and a colon.");
const how = {
  user: maybe.str(null, "The account to run supervisorctl as."),
  conf_file: maybe.str(null, "The configuration file of supervisord."),
  bin_env: maybe.str(null, "The program supervisorctl, or an environment of Python that has it."),
};
const update = maybe.bool(false, "Make supervisord read its configuration before.");
const restart = (fallback: boolean) => maybe.bool(fallback, "Start it anew when it runs.");

type How = { readonly [Key in keyof typeof how]: string | null };
type Request = How & { readonly name: string; readonly restart: boolean; readonly update: boolean };

export const supervisord = stateModule("supervisord", {
  doc: "States of programs that supervisord keeps running.",
  functions: {
    running: stateFn({
      doc: "Makes a program or a group run.",
      params: { name, restart: restart(false), update, ...how },
      varkw: "kwargs",
      run: (args, context) => running(args, context),
    }),
    dead: stateFn({
      doc: "Makes a program or a group not run.",
      params: { name, ...how },
      varkw: "kwargs",
      run: ({ name: program, ...options }, context) => dead(program, options, context),
    }),
    mod_watch: stateFn({
      doc: "Starts a program anew when what it watches has changed.",
      params: { name, restart: restart(true), update, ...how },
      varkw: "kwargs",
      run: (args, context) => running(args, context),
    }),
  },
});

async function running(request: Request, context: ExecutionContext): Promise<StateAnswer> {
  const name = request.name.endsWith(":*") ? request.name.slice(0, -1) : request.name;
  const { user, conf_file, bin_env } = request;
  const options = { user, conf_file, bin_env };
  if (!(await has(context, "supervisord.status")))
    return failed(name, "Supervisord module not activated. Do you need to install supervisord?");
  const processes = await statusOf(options, context);
  const matches = matching(name, processes);
  if (isTrial(context)) return trial(name, matches);
  const changes: string[] = [];
  let said: Verdict = { isGood: true, comment: "" };
  let isUpdated = false;
  if (request.update) {
    const told = pythonStr(await context.call("supervisord.update", [], options));
    said = verdict(told, "Updating supervisor");
    isUpdated = told.includes(`${name}: updated`);
  } else if (matches.size === 0) {
    await context.call("supervisord.reread", [], options);
    const comment = `Adding service: ${name}`;
    said = verdict(pythonStr(await context.call("supervisord.add", [name], options)), comment);
    changes.push(comment);
  }
  const kind = matches.size === 0 ? "" : name.endsWith(":") ? " group" : " service";
  const runs = matches.size > 0 && ![...matches.values()].some((state) => STOPPED.has(state));
  if (runs && isUpdated) said = { ...said, comment: `Not starting updated${kind}: ${name}` };
  else if (runs && !request.restart)
    said = { ...said, comment: `Not starting already running${kind}: ${name}` };
  else if (runs || !isUpdated) {
    const [verb, word] = runs ? ["Restarting", "restart"] : ["Starting", "start"];
    const comment = `${verb}${kind}: ${name}`;
    changes.push(comment);
    const next = verdict(pythonStr(await context.call(`supervisord.${word}`, [name], options)), comment);
    said = { isGood: said.isGood && next.isGood, comment: next.comment };
  }
  const isChanged = said.isGood && changes.length > 0;
  return answer(name, said.isGood, said.comment, isChanged ? { [name]: changes.join(" ") } : {});
}

function trial(name: string, matches: ReadonlyMap<string, string>): StateAnswer {
  const isGroup = name.endsWith(":");
  if (matches.size === 0)
    return pending(name, `${isGroup ? `Group '${name}'` : `Service ${name}`} will be added and started`);
  const idle = [...matches]
    .filter(([, state]) => state.toLowerCase() !== "running")
    .map(([process]) => process);
  const group = `All services in group '${name}'`;
  if (idle.length === 0)
    return unchanged(name, isGroup ? `${group} are already running` : `Service ${name} is already running`);
  if (!isGroup) return pending(name, `Service ${name} will be started`);
  if (idle.length === matches.size) return pending(name, `${group} will be started`);
  return pending(name, `The following services will be started: ${idle.join(" ")}`);
}

async function dead(name: string, options: How, context: ExecutionContext): Promise<StateAnswer> {
  if (isTrial(context)) return pending(name, `Service ${name} is set to be stopped`);
  const { user, conf_file, bin_env } = options;
  const how = { user, conf_file, bin_env };
  const matches = matching(name, await statusOf(how, context));
  if (matches.size === 0) return unchanged(name, `Service ${name} doesn't exist`);
  if ([...matches.values()].some((state) => STOPPED.has(state)))
    return unchanged(name, `Service ${name} is not running`);
  const comment = `Stopping service: ${name}`;
  await context.call("supervisord.stop", [name], how);
  return answer(name, true, comment, { [name]: comment });
}

const STOPPED: ReadonlySet<string> = new Set(["STOPPED", "STOPPING", "EXITED", "FATAL", "BACKOFF"]);

async function statusOf(options: How, context: ExecutionContext): Promise<Dict> {
  const told = await context.call("supervisord.status", [], { ...options });
  return isDict(told) ? told : new Map<Value, Value>();
}

/** The states of a program, or of all programs of a group, by their names. */
function matching(name: string, processes: Dict): ReadonlyMap<string, string> {
  const named = [...processes].map(
    ([key, facts]) => [pythonStr(key), pythonStr(get(facts, "state") ?? "")] as const,
  );
  const exact = named.filter(([key]) => key === name);
  const isGroup = named.some(([key]) => key.slice(0, key.indexOf(":") + 1) === name && key.includes(":"));
  return new Map(exact.length > 0 ? exact : isGroup ? named.filter(([key]) => key.startsWith(name)) : []);
}

interface Verdict {
  readonly isGood: boolean;
  readonly comment: string;
}

/** Complaints that say that all is as it should be count as success. */
function verdict(told: string, comment: string): Verdict {
  const isFine = /already started|not running|process group already active/.test(told);
  return told.includes("ERROR") && !isFine ? { isGood: false, comment: told } : { isGood: true, comment };
}
