/**
 * Prints values: chooses the outputter, the colours and the place.
 */
import type { Dict, MasterConfig, OutputContext, Outputter, PluginCatalog, Value } from "@salt/core";
import { isInt, SaltError } from "@salt/core";
import { outputterPlugins } from "@salt/modules";
import type { Options } from "../arguments/option.js";
import type { CommandLine } from "../arguments/program.js";
import { appendOutput } from "./output-file.js";
import type { Terminal } from "./terminal.js";

/** Options of a configuration that say how values are printed. */
export type DisplayConfig = Pick<
  MasterConfig,
  "color" | "strip_colors" | "state_output" | "state_verbose" | "output"
>;

/** A value to be printed, and how. */
export interface DisplayRequest {
  readonly value: Value;
  /** The outputter that fits the value best; the command line and the configuration win over it. */
  readonly outputter?: string | undefined;
  /** The retcode that came with the value. */
  readonly retcode?: number | undefined;
  readonly line: CommandLine<Options>;
  readonly config: DisplayConfig;
  /** All options by Salt's names, for the finer points of outputters. */
  readonly opts?: Dict | undefined;
  readonly terminal: Terminal;
  /** The outputters to choose from; the built-in ones when absent. */
  readonly catalog?: PluginCatalog | undefined;
  /** Finds outputters that are not among them. */
  readonly findOwn?: ((name: string) => Promise<Outputter | undefined>) | undefined;
}

/** Prints a value to standard output or to `--out-file`: with one newline at its end, or not at all when empty. */
export async function display(request: DisplayRequest): Promise<void> {
  const text = await renderValue(request);
  const file = request.line.options.output_file;
  // The file is there afterwards even when there was nothing to print, as with real Salt.
  if (typeof file === "string" && file !== "") await appendOutput(file, text);
  else if (text !== "") request.terminal.out(text);
}

/** The text that `display` prints. */
async function renderValue(request: DisplayRequest): Promise<string> {
  const outputter = await findOutputter(chosenOutputter(request), request);
  const printed = await outputter.print(request.value, outputContext(request));
  const text = printed?.trimEnd() ?? "";
  return text === "" ? "" : `${text}\n`;
}

/**
 * The name of the outputter: that of the command line, of the configuration, of the value, or nested.
 * `--out=highstate` gives way to the value's own, since not everything is a state run.
 */
export function chosenOutputter({ line, config, outputter }: DisplayRequest): string {
  const asked = textOption(line, "output") ?? config.output ?? "";
  const hinted = outputter ?? (line.options.static === true ? asked : "");
  const name = asked === "" || asked === "highstate" ? hinted : asked;
  return name === "" ? "nested" : name === "text" ? "txt" : name;
}

/** Whether to colour: when forced, or on a terminal unless command line, configuration or NO_COLOR say no. */
export function wantsColor({
  line,
  config,
  terminal,
}: Pick<DisplayRequest, "line" | "config" | "terminal">): boolean {
  if (line.options.force_color === true) return true;
  if (line.options.no_color === true || config.color === false) return false;
  const toFile = textOption(line, "output_file") !== undefined;
  return !toFile && (terminal.env.NO_COLOR ?? "") === "" && terminal.isTerminal;
}

async function findOutputter(
  name: string,
  { terminal, catalog, findOwn }: DisplayRequest,
): Promise<Outputter> {
  const own = await findOwn?.(name);
  if (own !== undefined) return own;
  const outputters = (catalog ?? outputterPlugins).ofKind("outputter");
  const entry = outputters.find((one) => one.virtualName === name);
  if (entry === undefined && name !== "grains") {
    terminal.err(`[ERROR   ] Invalid outputter ${name} specified, fall back to nested\n`);
  }
  const plugin = await (entry ?? outputters.find((one) => one.virtualName === "nested"))?.load();
  if (plugin !== undefined && isOutputter(plugin)) return plugin;
  throw new SaltError("NO_OUTPUTTER", "The catalog has no outputter named nested", {
    hint: "Add the built-in plugins to the catalog.",
  });
}

function isOutputter(plugin: { readonly kind: string }): plugin is Outputter {
  return plugin.kind === "outputter" && "print" in plugin;
}

function outputContext(request: DisplayRequest): OutputContext {
  const { line, config } = request;
  const opts = withLine(request.opts ?? new Map(), line);
  const indent = opts.get("output_indent");
  const verbose = textOption(line, "state_verbose")?.toLowerCase();
  return {
    color: wantsColor(request),
    stripColors: config.strip_colors,
    indent: isInt(indent) ? Number(indent) : undefined,
    retcode: request.retcode ?? 0,
    stateOutput: textOption(line, "state_output") ?? config.state_output,
    stateVerbose: verbose === undefined ? config.state_verbose : verbose === "true",
    opts,
  };
}

/** The options with those of the command line that outputters read. */
function withLine(opts: Dict, line: CommandLine<Options>): Dict {
  const given = [...line.given].filter((name) => name === "output_indent" || name.startsWith("state_"));
  const added = given.map((name): [Value, Value] => [name, scalar(line.options[name])]);
  return added.length === 0 ? opts : new Map([...opts, ...added]);
}

function scalar(value: unknown): Value {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function textOption(line: CommandLine<Options>, name: string): string | undefined {
  const value = line.options[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
