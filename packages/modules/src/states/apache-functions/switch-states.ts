/**
 * The two states that sites, modules and configurations of Apache have.
 */
import type { ExecutionContext, StateAnswer, StateModule } from "@salt/core";
import { get, isTrial, isTruthy, needed, stateFn, stateModule } from "@salt/core";
import { changed, failed, has, pending, unchanged } from "../answer/answer.js";

/** `short`: as in the names of Debian's programs. */
export function apacheStates(short: "mod" | "site" | "conf", word: string, doc: string): StateModule {
  const params = { name: needed.str(`The ${word}.`) };
  return stateModule(`apache_${word}`, {
    doc,
    available: async (context) =>
      (await has(context, `apache.a2en${short}`)) ? true : "apache module could not be loaded",
    functions: {
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
    },
  });
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
