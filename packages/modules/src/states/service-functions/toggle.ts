/**
 * Starting services with the machine, or not.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, dict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { has } from "../answer/answer.js";

/** What a toggle adds to an answer. */
export interface Toggled {
  readonly result?: boolean | null;
  readonly comment?: string;
  readonly changes?: Plain;
}

/** How a service is when it is toggled: it runs, it is dead, or nobody asked. */
export type Running = boolean | null;

interface Toggle {
  readonly word: "enable" | "disable";
  /** What follows "Failed when setting service x to …". */
  readonly failure: { readonly running: string; readonly asked: string; readonly dead: string };
}

const ENABLE: Toggle = {
  word: "enable",
  failure: {
    running: "start at boot, but the service is running",
    asked: "start at boot, but the service was already running",
    dead: "start at boot, and the service is dead",
  },
};
const DISABLE: Toggle = {
  word: "disable",
  failure: {
    running: "not start at boot, and is running",
    asked: "not start at boot, but the service was already running",
    dead: "not start at boot, and the service is dead",
  },
};

/** A service, how it is, and the result when nothing goes wrong. */
export interface ToggleRequest {
  readonly name: Value;
  readonly running: Running;
  readonly result?: boolean;
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Makes a service start with the machine. */
export function enableService(request: ToggleRequest, context: ExecutionContext): Promise<Toggled> {
  return toggle(ENABLE, request, context);
}

/** Makes a service not start with the machine. */
export function disableService(request: ToggleRequest, context: ExecutionContext): Promise<Toggled> {
  return toggle(DISABLE, request, context);
}

async function toggle(kind: Toggle, request: ToggleRequest, context: ExecutionContext): Promise<Toggled> {
  const { name, running, result = true } = request;
  const { word } = kind;
  const [shown, title] = [pythonStr(name), `${word[0]?.toUpperCase()}${word.slice(1)}`];
  try {
    if (!(await isAvailable(name, context))) {
      return { result: word === "disable", comment: `The named service ${shown} is not available` };
    }
  } catch (error) {
    if (error instanceof CommandExecutionError) return { result: false, comment: error.message };
    throw error;
  }
  if (!(await has(context, `service.${word}`)) || !(await has(context, `service.${word}d`))) {
    const how = running === true ? "started" : `is ${stateWord(running)}`;
    return { result, comment: `${title} is not available on this minion, service ${shown} ${how}` };
  }
  const before = await isToggled(kind, request, context);
  if (before) {
    const comment = `Service ${shown} is already ${word}d, and is ${stateWord(running)}`;
    return running === null ? { result, comment, changes: {} } : { result, comment };
  }
  if (isTrial(context)) return { result: null, comment: `Service ${shown} set to be ${word}d` };
  return await change(kind, request, shown, context);
}

async function change(
  kind: Toggle,
  request: ToggleRequest,
  shown: string,
  context: ExecutionContext,
): Promise<Toggled> {
  const { name, running, result = true, kwargs } = request;
  const { word, failure } = kind;
  let fault = "";
  try {
    if (isTruthy(await context.call(`service.${word}`, [name], Object.fromEntries(kwargs)))) {
      const changes: Dict = dict((await isToggled(kind, request, context)) ? [[shown, true]] : []);
      return { result, comment: `Service ${shown} has been ${word}d, and is ${stateWord(running)}`, changes };
    }
  } catch (error) {
    if (!(error instanceof CommandExecutionError) || word === "disable") throw error;
    fault = `. Additional information follows:\n\n${error.message}`;
  }
  const how = running === null ? failure.asked : running ? failure.running : failure.dead;
  return { result: false, comment: `Failed when setting service ${shown} to ${how}${fault}` };
}

async function isToggled(
  { word }: Toggle,
  { name, kwargs }: ToggleRequest,
  context: ExecutionContext,
): Promise<boolean> {
  const options = word === "enable" ? Object.fromEntries(kwargs) : {};
  return isTruthy(await context.call(`service.${word}d`, [name], options));
}

function stateWord(running: Running): string {
  if (running === null) return "in the desired state";
  return running ? "running" : "dead";
}

/** Whether there is a service of a name. */
export async function isAvailable(name: Value, context: ExecutionContext): Promise<boolean> {
  return isTruthy(await context.call("service.available", [name]));
}
