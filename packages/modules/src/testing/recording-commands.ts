/**
 * A context whose commands are written down instead of being run.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { callDirectly, dict, isList, pythonStr, toValue } from "@salt/core";
import type { FakeMinion } from "./execution-context.js";
import { fakeContext } from "./execution-context.js";

/** What a command answers; a status of 0 and no text when nothing is said. */
export interface CommandAnswer {
  readonly retcode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** A context, and the commands that functions would have run, word by word. */
export interface RecordedCommands {
  readonly context: ExecutionContext;
  readonly commands: (readonly string[])[];
}

/** Makes a context; `answer` says what a command prints. */
export function recordingCommands(
  answer: (words: readonly string[]) => CommandAnswer = () => ({}),
  minion: FakeMinion = {},
): RecordedCommands {
  const commands: (readonly string[])[] = [];
  const fake = fakeContext(minion).context;
  const context: ExecutionContext = { ...fake, call };
  return { context, commands };

  async function call(
    name: string,
    args: readonly Plain[] = [],
    kwargs: { readonly [name: string]: Plain } = {},
  ): Promise<Value> {
    const given = args.map(toValue);
    if (name.startsWith("cmd.")) return record(name, given[0] ?? null);
    const keywords = new Map([...dict(kwargs)].map(([key, value]) => [pythonStr(key), value]));
    return await callDirectly(name, await fake.functions.find(name), given, keywords, context);
  }

  function record(name: string, command: Value): Value {
    const words = isList(command) ? command.map(pythonStr) : [`shell: ${pythonStr(command)}`];
    commands.push(words);
    const { retcode = 0, stdout = "", stderr = "" } = answer(words);
    if (name === "cmd.run_all") return dict({ retcode, stdout, stderr, pid: 1 });
    return name === "cmd.retcode" ? retcode : stdout;
  }
}
