/**
 * The blocks of a Markdown page that are meant to be run: files to write, and commands with what they print.
 *
 * A block says so behind its language: `yaml file=/srv/salt/web.sls` is written to that path, `console run` is typed.
 * `run wait` is typed again until what it prints is what the page shows; `run fleet` finds a master and minions.
 */
import { SaltError } from "@salt/core";

/** A file that the reader is told to write. */
export interface FileBlock {
  readonly type: "file";
  readonly line: number;
  readonly path: string;
  readonly text: string;
}

/** Commands that the reader is told to type, each with what it prints. */
export interface CommandBlock {
  readonly type: "commands";
  readonly line: number;
  readonly commands: readonly Typed[];
  /** Whether the commands may be typed again until they print what is shown. */
  readonly waits: boolean;
  /** Whether a master with accepted minions is running before. */
  readonly fleet: boolean;
}

/** One command. */
export interface Typed {
  readonly line: number;
  readonly command: string;
  /** The lines that it prints, with `…` for what differs from time to time. */
  readonly expected: readonly string[];
}

/** A block that is run. */
export type Block = FileBlock | CommandBlock;

const FENCE = /^( *)(`{3,})([^`]*)$/;
const PROMPT = "$ ";
const CONTINUED = "> ";

/** Every block of a page that is run, in its order. Throws SaltError for one that cannot be. */
export function runnableBlocks(markdown: string): readonly Block[] {
  const found: Block[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent, fence, info] = FENCE.exec(lines[at] ?? "") ?? [];
    if (indent === undefined || fence === undefined || info === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && line.trim() === fence);
    if (end === -1) throw new SaltError("DOCS_BLOCK", `The block at line ${at + 1} has no end`);
    const body = lines
      .slice(at + 1, end)
      .map((line) => line.slice(Math.min(indent.length, line.search(/\S|$/))));
    const block = blockOf(info.trim().split(/\s+/).slice(1), body, at + 1);
    if (block !== undefined) found.push(block);
    at = end;
  }
  return found;
}

function blockOf(words: readonly string[], body: readonly string[], line: number): Block | undefined {
  const path = words.find((word) => word.startsWith("file="))?.slice("file=".length);
  if (path !== undefined) return { type: "file", line, path, text: `${body.join("\n")}\n` };
  if (!words.includes("run")) return undefined;
  const commands = typed(body, line + 1);
  return { type: "commands", line, commands, waits: words.includes("wait"), fleet: words.includes("fleet") };
}

function typed(body: readonly string[], first: number): readonly Typed[] {
  const commands: { line: number; command: string; expected: string[] }[] = [];
  for (const [index, text] of body.entries()) {
    const last = commands.at(-1);
    if (text.startsWith(PROMPT))
      commands.push({ line: first + index, command: text.slice(PROMPT.length), expected: [] });
    else if (last === undefined)
      throw new SaltError("DOCS_BLOCK", `The block at line ${first} begins without a command`);
    else if (text.startsWith(CONTINUED) && last.expected.length === 0 && last.command.endsWith("\\"))
      last.command += `\n${text.slice(CONTINUED.length)}`;
    else last.expected.push(text);
  }
  return commands;
}
