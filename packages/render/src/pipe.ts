/**
 * The pipe of renderers that a file goes through: its `#!` line, or the one that is usual.
 */
import type { Dict, Logger } from "@salt/core";
import { getList } from "@salt/core";

/** A step of a pipe. */
export interface PipeStep {
  readonly renderer: string;
  readonly argline: string;
}

/** Names from before there were pipes. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map(
  ["yaml_jinja", "yaml_mako", "yaml_wempy", "json_jinja", "json_mako", "json_wempy"].map((name) => {
    const [format = "", engine = ""] = name.split("_");
    return [name, `${engine}|${format}`];
  }),
);
/** The path of a text that is in no file. */
export const NO_FILE = ":string:";

/**
 * The steps for a text. The first line decides if it begins with `#!`, unless that names a program. Of a text without
 * a file Salt looks at the first word alone.
 */
export function pipeOf(source: string, path: string, usual: string): readonly PipeStep[] {
  const line = path === NO_FILE ? (source.trim().split(/\s+/)[0] ?? "") : (source.split("\n")[0] ?? "");
  const own = line.startsWith("#!") && !line.startsWith("#!/");
  return stepsOf(own ? line.trim().slice(2) : usual);
}

function stepsOf(pipe: string): readonly PipeStep[] {
  return (OLD_NAMES.get(pipe) ?? pipe).split("|").map((part) => {
    const [renderer = "", ...rest] = part.trim().split(" ");
    return { renderer, argline: rest.join(" ").trim() };
  });
}

/** The steps that `renderer_whitelist` and `renderer_blacklist` leave; Salt skips the others with a warning. */
export function allowedSteps(steps: readonly PipeStep[], opts: Dict, log: Logger): readonly PipeStep[] {
  const only = getList(opts, "renderer_whitelist") ?? [];
  const never = getList(opts, "renderer_blacklist") ?? [];
  return steps.filter(({ renderer }) => {
    const allowed = (only.length === 0 || only.includes(renderer)) && !never.includes(renderer);
    if (!allowed) log.warn({ renderer }, "A renderer is disallowed by configuration and is skipped");
    return allowed;
  });
}
