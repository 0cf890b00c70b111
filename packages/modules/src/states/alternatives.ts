/**
 * States of alternatives: which of several programs a name stands for.
 */
import { isTrial, isTruthy, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, failed, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The name of the link group.");
const path = needed.str("The program.");

export const alternatives = stateModule("alternatives", {
  doc: "States of alternatives: which of several programs a name stands for.",
  available: async (context) =>
    (await context.functions.has("alternatives.auto")) ? true : "alernatives module could not be loaded",
  functions: {
    install: stateFn({
      doc: "Registers a program for a name.",
      params: {
        name,
        link: needed.any("The link to the chosen program."),
        path,
        priority: needed.any("Its priority."),
      },
      run: async (args, context) => {
        const told = { link: args.link, path: args.path, priority: args.priority };
        const [group, program, weight] = [args.name, args.path, pythonStr(args.priority)];
        const isThere = async (fun: string): Promise<boolean> =>
          isTruthy(await context.call(`alternatives.${fun}`, [group, program]));
        if (await isThere("check_exists"))
          return {
            ...unchanged(group, `Alternative ${program} for ${group} is already registered`),
            ...told,
          };
        if (isTrial(context)) {
          const comment = `Alternative will be set for ${group} to ${program} with priority ${weight}`;
          return { ...pending(group, comment), ...told };
        }
        const out = await context.call("alternatives.install", [group, args.link, program, args.priority]);
        if (!(await isThere("check_exists")))
          return { ...failed(group, `Alternative for ${group} not installed: ${pythonStr(out)}`), ...told };
        const comment = (await isThere("check_installed"))
          ? `Alternative for ${group} set to path ${program} with priority ${weight}`
          : `Alternative ${program} for ${group} registered with priority ${weight} and not set to default`;
        return { ...answer(group, true, comment, { name: group, ...told }), ...told };
      },
    }),
    remove: stateFn({
      doc: "Makes a program not be registered for a name.",
      params: { name, path },
      run: async (args, context) => {
        const told = { path: args.path };
        const current = async (): Promise<string> => {
          const shown = await context.call("alternatives.show_current", [args.name]);
          return isTruthy(shown) ? pythonStr(shown) : "";
        };
        if (!isTruthy(await context.call("alternatives.check_exists", [args.name, args.path]))) {
          const now = await current();
          if (now === "")
            return { ...failed(args.name, `Alternative for ${args.name} doesn't exist`), ...told };
          return {
            ...unchanged(args.name, `Alternative for ${args.name} is set to it's default path ${now}`),
            ...told,
          };
        }
        if (isTrial(context))
          return { ...pending(args.name, `Alternative for ${args.name} will be removed`), ...told };
        await context.call("alternatives.remove", [args.name, args.path]);
        const now = await current();
        if (now === "") return { ...unchanged(args.name, `Alternative for ${args.name} removed`), ...told };
        const comment = `Alternative for ${args.name} removed. Falling back to path ${now}`;
        return { ...answer(args.name, true, comment, { path: now }), ...told };
      },
    }),
    auto: stateFn({
      doc: "Makes a name stand for the program of the highest priority.",
      params: { name },
      run: async (args, context) => {
        const shown = pythonStr(await context.call("alternatives.display", [args.name]));
        if (shown.split("\n")[0]?.endsWith(" auto mode") === true)
          return unchanged(args.name, `${args.name} already in auto mode`);
        if (isTrial(context)) return pending(args.name, `${args.name} will be put in auto mode`);
        const result = await context.call("alternatives.auto", [args.name]);
        return answer(args.name, true, "", new Map([["result", result]]));
      },
    }),
    set: stateFn({
      doc: "Makes a name stand for a program that is registered for it.",
      params: { name, path },
      run: async (args, context) => {
        const told = { path: args.path };
        const isSet = async (): Promise<boolean> =>
          (await context.call("alternatives.show_current", [args.name])) === args.path;
        if (await isSet())
          return {
            ...unchanged(args.name, `Alternative for ${args.name} already set to ${args.path}`),
            ...told,
          };
        const shown = pythonStr(await context.call("alternatives.display", [args.name]));
        if (!shown.split("\n").some((line) => line.startsWith(args.path)))
          return { ...failed(args.name, `Alternative ${args.path} for ${args.name} doesn't exist`), ...told };
        if (isTrial(context)) {
          const comment = `Alternative for ${args.name} will be set to path ${args.path}`;
          return { ...pending(args.name, comment), ...told };
        }
        await context.call("alternatives.set", [args.name, args.path]);
        if (!(await isSet()))
          return { ...unchanged(args.name, `Alternative for ${args.name} not updated`), ...told };
        const comment = `Alternative for ${args.name} set to path ${args.path}`;
        return { ...answer(args.name, true, comment, told), ...told };
      },
    }),
  },
});
