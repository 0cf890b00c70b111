/**
 * The two states that sites, modules and configurations of Apache have.
 */
import type { ExecutionContext, StateAnswer, StateFunction } from "@salt/core";
import { get, isTrial, isTruthy, needed, stateFn } from "@salt/core";
import { changed, failed, has, pending, unchanged } from "../answer/answer.js";

/** The states of one kind of thing; `short` is its name in those of Debian's programs. */
export function apacheStates(
  short: "mod" | "site" | "conf",
  word: string,
): { readonly enabled: StateFunction; readonly disabled: StateFunction } {
  const params = { name: needed.str(`The ${word}.`) };
  return {
    enabled: stateFn({
      doc: `Makes Apache use a ${word}.`,
      params,
      run: ({ name }, context) => makeBe({ name, short, word, isOn: true }, context),
    }),
    disabled: stateFn({
      doc: `Makes Apache not use a ${word}.`,
      params,
      run: ({ name }, context) => makeBe({ name, short, word, isOn: false }, context),
    }),
  };
}

/** Whether Debian's program for it is there. */
export async function canSwitch(short: string, context: ExecutionContext): Promise<true | string> {
  const isThere = await has(context, `apache.a2en${short}`);
  return isThere ? true : "apache module could not be loaded (apt-get install apache2)";
}

interface Wanted {
  readonly name: string;
  readonly short: string;
  readonly word: string;
  readonly isOn: boolean;
}

async function makeBe({ name, short, word, isOn }: Wanted, context: ExecutionContext): Promise<StateAnswer> {
  const verb = isOn ? "enable" : "disable";
  if (isTruthy(await context.call(`apache.check_${short}_enabled`, [name])) === isOn)
    return unchanged(name, `${name} already ${verb}d.`);
  const changes = isOn ? { old: null, new: name } : { old: name, new: null };
  if (isTrial(context)) return pending(name, `Apache ${word} ${name} is set to be ${verb}d.`, changes);
  const program = `apache.a2${isOn ? "en" : "dis"}${short}`;
  const status = get(await context.call(program, [name]), "Status") ?? null;
  if (typeof status === "string" && status.includes(`${verb}d`)) return changed(name, "", changes);
  const why = typeof status === "string" ? ` (${status})` : "";
  return failed(name, `Failed to ${verb} ${name} Apache ${word}${why}`);
}
