/**
 * The renderer `yaml`.
 */
import type { Dict, ExecutionContext, RendererInput, Value } from "@salt/core";
import { isTruthy } from "@salt/core";
import { rendererText } from "../renderer-text.js";
import { loadSlsYaml } from "./load-sls-yaml.js";

/** The data of a YAML text; an empty dict where there is none. Throws RenderFault. */
export function renderYaml(input: RendererInput, { log }: ExecutionContext): Value {
  const text = rendererText(input);
  const { value, warnings } = loadSlsYaml(text);
  for (const warning of warnings)
    log.warn({ sls: input.sls, saltenv: input.saltenv, warning }, "YAML warning");
  if (!isTruthy(value)) return new Map<Value, Value>() as Dict;
  return value;
}
