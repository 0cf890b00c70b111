/**
 * What a command prints, as a part of the pillar.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isDict, isMinionId } from "@salt/core";

/** How a command is run and read. */
export interface CommandSource {
  /** The execution function that runs it. */
  readonly fun: "cmd.run" | "cmd.run_stdout";
  readonly options: { readonly [name: string]: Plain };
  readonly read: (text: string) => Value;
}

/**
 * Runs a command with the minion's id in the place of `%s`. What cannot be read is an empty map, and an entry in the
 * log, as in Salt; the output itself may hold secrets and is not logged.
 */
export async function commandOutput(
  command: string,
  id: string,
  source: CommandSource,
  context: ExecutionContext,
): Promise<Dict> {
  // Ids of that form have no character that a shell reads, whatever quotes are around it.
  if (!isMinionId(id)) throw new CommandExecutionError("The minion's id cannot stand in a command");
  try {
    const output = await context.call(source.fun, [command.replaceAll("%s", id)], source.options);
    const data = typeof output === "string" ? source.read(output) : null;
    if (isDict(data)) return data;
    context.log.fatal({ command }, "The output of a command of ext_pillar is no map");
  } catch (error) {
    context.signal.throwIfAborted();
    const reason = error instanceof Error ? error.name : "unknown";
    context.log.fatal({ command, reason }, "The output of a command of ext_pillar cannot be read");
  }
  return new Map();
}
