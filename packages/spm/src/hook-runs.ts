/**
 * Running the hooks of packages. Salt goes on whatever their states give; here, a hook before that fails refuses the
 * installation, and one after it is told as a failure.
 */
import type { Dict } from "@salt/core";
import { SpmError } from "./errors.js";
import type { Formula } from "./formula/formula.js";
import type { Hook } from "./formula/hooks.js";

/** Runs states for spm. */
export interface HookRunner {
  /** Renders a text to high data, with these variables. Throws SaltError. */
  render(source: string, variables: Dict): Promise<Dict>;
  /** Runs high data on this machine; why it failed, or undefined when all went well. */
  runHere(high: Dict): Promise<string | undefined>;
  /** Sends high data to minions and does not wait; the job's id, or undefined when none matched. */
  send(target: NonNullable<Hook["target"]>, high: Dict): Promise<string | undefined>;
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
  const high = await runner.render(hook.source, fields);
  tell(`... running ${hook.name} of ${name}`);
  if (hook.target === undefined) return await runner.runHere(high);
  const jid = await runner.send(hook.target, high);
  if (jid === undefined) return `no minion matches ${hook.target.tgt}`;
  tell(`    sent as job ${jid}`);
  return undefined;
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
