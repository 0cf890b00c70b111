/**
 * The context that functions run in, and calls from one function to another.
 */
import type {
  Datastore,
  Dict,
  ExecutionContext,
  FunctionIndex,
  Job,
  Logger,
  MasterHere,
  MinionControl,
  Plain,
  PluginKind,
  Value,
} from "@salt/core";
import { callDirectly, toValue } from "@salt/core";

/** What a process knows that runs functions. */
export interface Surroundings {
  readonly id: string;
  readonly opts: Dict;
  readonly grains: Dict;
  readonly pillar: Dict;
  /** The functions of each kind of plugins. */
  readonly ofKind: (kind: PluginKind) => FunctionIndex;
  readonly control: MinionControl;
  readonly masterHere?: MasterHere;
  readonly datastore?: Datastore;
  /** Present where a person waits at a terminal. */
  readonly print?: (line: string) => void;
  /** Kept as long as the job. */
  readonly memory: Map<string, unknown>;
  readonly log: Logger;
}

/** Makes the context of one job, or of none. */
export function makeContext(
  around: Surroundings,
  job: Job | undefined,
  signal: AbortSignal,
): ExecutionContext {
  const functions = around.ofKind("execution");
  const context: ExecutionContext = {
    id: around.id,
    opts: around.opts,
    grains: around.grains,
    pillar: around.pillar,
    job,
    functions,
    ofKind: around.ofKind,
    control: around.control,
    memory: around.memory,
    ...(around.masterHere === undefined ? {} : { masterHere: around.masterHere }),
    ...(around.datastore === undefined ? {} : { datastore: around.datastore }),
    ...(around.print === undefined ? {} : { print: around.print }),
    signal,
    log: around.log,
    retcode: 0,
    call: async (name, args = [], kwargs = {}) => {
      const fn = await functions.find(name);
      return await callDirectly(name, fn, args.map(toValue), keywordsOf(kwargs), context);
    },
  };
  return context;
}

function keywordsOf(kwargs: { readonly [name: string]: Plain }): ReadonlyMap<string, Value> {
  const given = Object.entries(kwargs).filter(([, value]) => value !== undefined);
  return new Map(given.map(([key, value]) => [key, toValue(value)]));
}
