/**
 * States of answers to the questions that packages ask.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import {
  get,
  isDict,
  isEqual,
  isList,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, failed, pending, unchanged } from "./answer/answer.js";

export const debconf = stateModule("debconfmod", {
  doc: "States of answers to the questions that packages ask.",
  virtualName: "debconf",
  available: async (context) => {
    if (context.grains.get("os_family") !== "Debian") return "debconf state only runs on Debian systems";
    return (await context.functions.has("debconf.show")) ? true : "debconf module could not be loaded";
  },
  functions: {
    set: stateFn({
      doc: "Makes questions of a package have answers.",
      params: {
        name: needed.str("The package."),
        data: needed.dict("Questions, each with `type` and `value`."),
      },
      varkw: "kwargs",
      run: async ({ name, data }, context) => {
        const current = await context.call("debconf.show", [name]);
        const run = new Answers(name, isList(current) ? current : [], context);
        for (const [key, wanted] of data) await run.give(pythonStr(key), wanted);
        return run.answer();
      },
    }),
    set_file: stateFn({
      doc: "Makes questions have the answers that stand in a file.",
      params: {
        name: needed.any("A name for the chunk."),
        source: needed.any("The file: a path, or an address of the file server."),
        template: maybe.any(null, "The renderer for the file."),
        context: maybe.any(null, "Variables for the template."),
        defaults: maybe.any(null, "Variables for the template that `context` does not give."),
      },
      varkw: "kwargs",
      run: async ({ name, source, template, context: variables, defaults }, context, { kwargs }) => {
        if (variables !== null && !isDict(variables)) return failed(name, "Context must be formed as a dict");
        if (defaults !== null && !isDict(defaults)) return failed(name, "Defaults must be formed as a dict");
        if (isTrial(context)) return pending(name, "Debconf selections would have been set.");
        const options = Object.fromEntries(kwargs);
        const result = isTruthy(template)
          ? await context.call(
              "debconf.set_template",
              [source, template, variables ?? {}, defaults ?? {}],
              options,
            )
          : await context.call("debconf.set_file", [source], options);
        return isTruthy(result)
          ? answer(name, true, "Debconf selections were set.")
          : failed(name, "Unable to set debconf selections from file.");
      },
    }),
  },
});

/** What becomes of the questions of a package. */
class Answers {
  readonly #name: string;
  readonly #current: readonly Value[];
  readonly #context: ExecutionContext;
  readonly #changes: MutableDict = new Map<Value, Value>();
  #result: boolean | null = true;
  #comment = "";

  constructor(name: string, current: readonly Value[], context: ExecutionContext) {
    this.#name = name;
    this.#current = current;
    this.#context = context;
  }

  async give(question: string, wanted: Value): Promise<void> {
    const type = pythonStr(get(wanted, "type") ?? null);
    const given = get(wanted, "value") ?? null;
    const value = type === "boolean" ? String(isTruthy(given)) : given;
    const shown = pythonStr(value);
    if (this.#current.some((one) => isEqual(one, [question, type, shown]))) {
      this.#comment = `${this.#comment === "" ? "Unchanged answers: " : this.#comment}${question} `;
      return;
    }
    if (isTrial(this.#context)) {
      this.#result = null;
      this.#changes.set(question, `New value: ${type === "password" ? "(password hidden)" : shown}`);
      return;
    }
    if (isTruthy(await this.#context.call("debconf.set", [this.#name, question, type, value]))) {
      this.#changes.set(question, type === "password" ? "(password hidden)" : shown);
      return;
    }
    this.#result = false;
    this.#comment = "Some settings failed to be applied.";
    this.#changes.set(question, "Failed to set!");
  }

  answer(): StateAnswer {
    if (this.#changes.size === 0) return unchanged(this.#name, "All specified answers are already set");
    return answer(this.#name, this.#result, this.#comment, this.#changes);
  }
}
