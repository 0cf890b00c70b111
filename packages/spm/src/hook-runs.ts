/**
 * Running the hooks of packages. Salt goes on whatever their states give; here, a hook before that fails refuses the
 * installation, and one after it is told as a failure.
 */
import type { Dict } from "@salt/core";
import { SpmError } from "./errors.js";
import type { Formula } from "./formula/formula.js";
import type { Hook } from "./formula/hooks.js";

/** How a hook went. */
export interface HookOutcome {
  /** Why it failed. */
  readonly failure: string | undefined;
  /** The job that minions were sent, whose end is not waited for. */
  readonly jid: string | undefined;
}

/** Runs states for spm. */
export interface HookRunner {
  /** Renders a hook, whose template has the fields of its FORMULA, and runs its states here or sends them to minions. */
  run(hook: Hook, fields: Dict): Promise<HookOutcome>;
}

/** Runs what comes `pre` or `post` an installation, package by package. Throws SpmError when one fails. */
export async function runHooks(
  when: "pre" | "post",
  formulas: readonly Formula[],
  runner: HookRunner | undefined,
  tell: (text: string) => void,
): Promise<void> {
  for (const formula of formulas) {
    for (const hook of formula.hooks.filter(({ name }) => name.startsWith(when))) {
      const failure =
        runner === undefined ? "nothing here runs states" : await runOne(hook, formula, runner, tell);
      if (failure !== undefined) throw hookError(formula, hook, failure);
    }
  }
}

async function runOne(
  hook: Hook,
  { name, fields }: Formula,
  runner: HookRunner,
  tell: (text: string) => void,
): Promise<string | undefined> {
  tell(`... running ${hook.name} of ${name}`);
  const { failure, jid } = await runner.run(hook, fields);
  if (jid !== undefined) tell(`    sent as job ${jid}`);
  return failure;
}

function hookError({ name }: Formula, hook: Hook, failure: string): SpmError {
  const isBefore = hook.name.startsWith("pre");
  const what = isBefore ? `Not installing ${name}` : `${name} is installed`;
  return new SpmError("package", `${what}: its ${hook.name} failed: ${failure}`, {
    hint: isBefore
      ? "Nothing was installed."
      : `Correct what it needs and run it by hand, or remove ${name}.`,
  });
}
