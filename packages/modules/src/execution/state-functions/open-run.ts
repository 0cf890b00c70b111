/**
 * Opening a state run: its options, its pillar, and its compiler.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  deriveContext,
  dict,
  getList,
  getString,
  isDict,
  isTruthy,
  pythonStr,
} from "@salt/core";
import { StateCompiler } from "@salt/states";
import { pillarOverride } from "./pillar-override.js";
import { PILLAR_FAILED } from "./retcodes.js";
import type { Kwargs } from "./run-options.js";
import { runOptions } from "./run-options.js";
import { minionRenderer, minionStateFiles } from "./state-tree.js";
import { trialValue } from "./trial.js";

/** A state run before its states are collected. */
export interface OpenedRun {
  /** With the options and the pillar of the run: everything of it is called in this context. */
  readonly context: ExecutionContext;
  readonly compiler: StateCompiler;
  /** The environment, or base. */
  readonly saltenv: string;
  /** The errors of the pillar; empty when it has none or the call says `force`. */
  readonly pillarErrors: readonly string[];
  /** Compiles the pillar again, with what the call laid over it. */
  readonly freshPillar: () => Promise<Dict>;
}

/** How a run is opened. */
export interface OpenOptions {
  /** The argument `test` of a function that has one. */
  readonly test?: Value;
  /** Whether the environment is base where nobody says one: runs of single SLS, that have no top file. */
  readonly inBase?: boolean;
}

/** Opens a run. Throws SaltInvocationError and CommandExecutionError for arguments that cannot be served. */
export async function openStateRun(
  context: ExecutionContext,
  kwargs: Kwargs,
  { test, inBase = false }: OpenOptions = {},
): Promise<OpenedRun> {
  const opts = await runOptions(context, kwargs);
  if (test !== undefined) opts.set("test", await trialValue(test, kwargs, context));
  if (inBase && (opts.get("saltenv") ?? null) === null) opts.set("saltenv", "base");
  const freshPillar = pillarOf(context, opts, await pillarOverride(kwargs, context));
  const pillar = isFresh(context, opts, kwargs) ? context.pillar : await freshPillar();
  const own = deriveContext(context, { opts, pillar });
  const errors = isTruthy(kwargs.get("force")) ? [] : (getList(pillar, "_errors") ?? []);
  return {
    context: own,
    compiler: new StateCompiler({
      files: minionStateFiles(own),
      render: minionRenderer(own),
      opts,
      facts: {
        id: own.id,
        grains: own.grains,
        pillar,
        nodegroups: nodegroupsOf(opts),
      },
      masterTops: () => masterTops(own),
      log: own.log,
    }),
    saltenv: getString(opts, "saltenv") ?? "base",
    pillarErrors: errors.map(pythonStr),
    freshPillar,
  };
}

/** Throws when the pillar of a run has errors, with the exit status for it. */
export function refuseBadPillar({ context, pillarErrors }: OpenedRun): void {
  if (pillarErrors.length === 0) return;
  context.retcode = PILLAR_FAILED;
  const lines = pillarErrors.map((error) => `- ${error}`).join("\n");
  throw new CommandExecutionError(`Pillar failed to render. Additional info follows:\n\n${lines}`);
}

/** A command has just fetched the pillar; a daemon's may be old. */
function isFresh(context: ExecutionContext, opts: Dict, kwargs: Kwargs): boolean {
  return (
    context.opts.get("__cli") === "salt-call" &&
    opts.get("pillarenv") === context.opts.get("pillarenv") &&
    !isTruthy(kwargs.get("pillar"))
  );
}

function pillarOf(
  { control }: ExecutionContext,
  opts: Dict,
  override: Dict | undefined,
): () => Promise<Dict> {
  const [saltenv, pillarenv] = [getString(opts, "saltenv"), getString(opts, "pillarenv")];
  return () =>
    control.compilePillar({
      ...(saltenv === undefined ? {} : { saltenv }),
      ...(pillarenv === undefined ? {} : { pillarenv }),
      ...(override === undefined ? {} : { override }),
    });
}

/** Asked of the master for each run, as Salt does; a minion without one has none. */
async function masterTops({ id, opts, grains, control }: ExecutionContext): Promise<Dict> {
  if (getString(opts, "file_client") === "local") return new Map();
  const said = new Map<Value, Value>([...opts, ["grains", grains]]);
  const answer = await control.request(dict({ cmd: "_master_tops", id, opts: said }));
  return isDict(answer) ? answer : new Map();
}

function nodegroupsOf(opts: Dict): Dict {
  const nodegroups = opts.get("nodegroups");
  return nodegroups instanceof Map ? nodegroups : new Map();
}
