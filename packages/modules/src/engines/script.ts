/**
 * Events that a program prints.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  engineModule,
  errorText,
  isDict,
  isEqual,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  sleep,
} from "@salt/core";
import { splitWords } from "../execution/cmd/words.js";

/** Characters of a line; longer ones end the program. */
const MAX_LINE = 1024 * 1024;

interface Script {
  readonly words: readonly string[];
  readonly output: string;
  /** The data that each tag had last; absent where everything is fired. */
  readonly last: Map<string, Value> | undefined;
}

export const script = engineModule("script", {
  doc: "Runs a program again and again, and fires an event for each line that it prints: a map with `tag` and `data`.",
  params: {
    cmd: needed.str("The program with its arguments."),
    output: maybe.str("json", "What a line is written in: json, yaml or another serializer."),
    interval: maybe.number(1, "Seconds between two runs."),
    onchange: maybe.bool(false, "Only when the data of a tag is not what it was last time."),
  },
  start: async ({ cmd, output, interval, onchange }, context) => {
    const last = onchange ? new Map<string, Value>() : undefined;
    const one: Script = { words: splitWords(cmd), output: output ?? "json", last };
    while (!context.signal.aborted) {
      try {
        await runOnce(one, context);
      } catch (error) {
        if (!context.signal.aborted)
          context.log.error({ cmd: one.words[0], reason: errorText(error) }, "A script failed");
      }
      await sleep(Math.max(interval ?? 1, 0.1) * 1000, context.signal);
    }
  },
});

async function runOnce({ words, output, last }: Script, context: ExecutionContext): Promise<void> {
  const [program = "", ...args] = words;
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], signal: context.signal });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  ended.catch(() => {}); // Told below, after the lines.
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.length > MAX_LINE) {
      child.kill("SIGKILL");
      throw new CommandExecutionError("A script printed a line that is too long");
    }
    if (line.trim() !== "")
      await fire(await context.call("slsutil.deserialize", [output, line]), last, context);
  }
  const code = await ended;
  if (code !== 0) throw new CommandExecutionError(`The script ended with status ${code}`);
}

async function fire(
  event: Value,
  last: Map<string, Value> | undefined,
  context: ExecutionContext,
): Promise<void> {
  const tag = isDict(event) ? event.get("tag") : undefined;
  if (!isDict(event) || !isTruthy(tag ?? null)) return;
  const name = pythonStr(tag ?? "");
  const data = withId(event.get("data") ?? new Map(), context.id);
  const before = last?.get(name);
  if (before !== undefined && isEqual(before, data)) return;
  last?.set(name, data);
  await context.call("event.send", [name, data]);
}

function withId(data: Value, id: string): Dict | Value {
  if (!isDict(data) || data.size === 0 || data.has("id")) return data;
  const whole: MutableDict = new Map(data);
  return whole.set("id", id);
}
