/**
 * The renderer `yaml`.
 */
import type { Dict, ExecutionContext, RendererInput, Value } from "@salt/core";
import { isDict, isList, isTruthy } from "@salt/core";
import { RenderFault } from "../fault.js";
import { rendererText } from "../renderer-text.js";
import { loadSlsYaml } from "./load-sls-yaml.js";

/** The data of a YAML text; an empty dict where there is none. Throws RenderFault. */
export function renderYaml(input: RendererInput, { log }: ExecutionContext): Value {
  const text = rendererText(input);
  const { value, warnings } = loadSlsYaml(text);
  for (const warning of warnings)
    log.warn({ sls: input.sls, saltenv: input.saltenv, warning }, "YAML warning");
  if (!isTruthy(value)) return new Map<Value, Value>() as Dict;
  refuseDictKeys(value);
  return value;
}

/** A dict as a key comes of `{{ x }}` where Jinja did not run. */
function refuseDictKeys(value: Value): void {
  if (isList(value)) for (const item of value) refuseDictKeys(item);
  if (!isDict(value)) return;
  for (const [key, item] of value) {
    if (isDict(key)) throw new RenderFault("Invalid YAML, possible double curly-brace");
    refuseDictKeys(item);
  }
}
