/**
 * States that come as data or as a text instead of from the file server.
 */
import { statSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { fn, isDict, isList, isTruthy, needed, pythonStr } from "@salt/core";
import { Renderers } from "@salt/render";
import type { HighData } from "@salt/states";
import { StateDataError, thaw } from "@salt/states";
import { minionTemplateFiles } from "../../files/template-files.js";
import type { ApplyWishes } from "./apply-run.js";
import { isRefused, openToApply, refuse, runHigh } from "./apply-run.js";
import type { OpenedRun } from "./open-run.js";
import { setRetcode } from "./retcodes.js";
import type { Kwargs } from "./run-options.js";
import { runQueue, runTest } from "./run-params.js";
import { singleTemplate } from "./single-template.js";

/** `high`, `template` and `template_str`. */
export const highFunctions = {
  high: fn({
    doc: "Applies high data: states by id, as an SLS file has them.",
    examples: [`salt '*' state.high '{"vim": {"pkg": ["installed"]}}'`],
    params: { data: needed.dict("The states by id."), test: runTest, queue: runQueue },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const opened = await openToApply(context, kwargs, args);
      if (isRefused(opened)) return opened;
      const high = highOf(args.data);
      const answer = await finish(context, opened, high, kwargs);
      if (isList(answer)) refuseNameless(high, answer);
      return answer;
    },
  }),
  template: fn({
    doc: "Applies the states of a template on the minion's disk.",
    examples: ["salt '*' state.template /srv/local/web.sls"],
    params: { tem: needed.str("The path of the template; `.sls` may be left out."), queue: runQueue },
    varkw: "kwargs",
    outputter: "highstate",
    run: async (args, context, { kwargs }) => {
      const path = args.tem.endsWith(".sls") ? args.tem : `${args.tem}.sls`;
      const opened = await openToApply(context, kwargs, wishesOf(args.queue, kwargs));
      if (isRefused(opened)) return opened;
      if (!isFile(path))
        return refuse(context, [`Specified SLS ${path} on local filesystem cannot be found.`]);
      const saltenv = pythonStr(kwargs.get("saltenv") ?? "");
      const { high, errors } = await opened.compiler.collectFile(path, saltenv);
      if (errors.length > 0) return refuse(context, errors);
      return await finish(context, opened, high, kwargs);
    },
  }),
  template_str: fn({
    doc: "Applies the states of a template that is given as a text.",
    examples: ["salt '*' state.template_str 'vim: pkg.installed'"],
    params: { tem: needed.str("The template."), queue: runQueue },
    varkw: "kwargs",
    outputter: "highstate",
    run: async (args, context, { kwargs }) =>
      await applyText(args.tem, context, kwargs, wishesOf(args.queue, kwargs)),
  }),
};

/** Both look at the base environment unless another is named. */
function wishesOf(queue: Value, kwargs: Kwargs): ApplyWishes {
  return { test: kwargs.get("test") ?? null, queue, inBase: true };
}

async function applyText(
  source: string,
  context: ExecutionContext,
  kwargs: Kwargs,
  wishes: ApplyWishes,
): Promise<Value> {
  const path = "<template-str>";
  const opened = await openToApply(context, kwargs, wishes);
  if (isRefused(opened)) return opened;
  const renderers = new Renderers({ context: opened.context, files: minionTemplateFiles(opened.context) });
  const data = await renderers.render({ source, path, saltenv: opened.saltenv });
  if (!isTruthy(data)) return data;
  const { high, errors } = singleTemplate(data, path);
  if (errors.length > 0) return refuse(context, errors);
  return await finish(context, opened, high, kwargs);
}

async function finish(
  context: ExecutionContext,
  opened: OpenedRun,
  high: HighData,
  kwargs: Kwargs,
): Promise<Value> {
  const answer = await runHigh(opened, high, kwargs);
  setRetcode(context, answer, high);
  return answer;
}

/** Data that comes from no SLS cannot be complained of by its SLS: real Salt breaks down here, with an exception. */
function refuseNameless(high: HighData, errors: readonly Value[]): void {
  const isNameless = [...high.values()].some((body) => isDict(body) && !body.has("__sls__"));
  if (isNameless) throw new StateDataError(errors.map(pythonStr).join("; "));
}

function highOf(data: Value): HighData {
  const high = thaw(data);
  return isDict(high) && high instanceof Map ? high : new Map();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
