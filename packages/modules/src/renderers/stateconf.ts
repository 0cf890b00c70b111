/**
 * The renderer `stateconf`.
 */
import type { Dict, ExecutionContext, RendererInput, Value } from "@salt/core";
import { isDict, rendererModule } from "@salt/core";
import { RenderFault, rendererText } from "@salt/render";
import { readOptions, type StateconfOptions } from "./stateconf-functions/options.js";
import { processHigh } from "./stateconf-functions/process-high.js";
import { StateConfigs } from "./stateconf-functions/state-configs.js";

export const stateconf = rendererModule("stateconf", {
  doc: "SLS files with ids of their own (`.id`), a goal state, states in the order of the file, and values by `stateconf.set`.",
  render: async (input, context) => {
    const options = readOptions(input.argline);
    const configs = configsOf(context);
    if (options.isData) {
      if (!isDict(input.data)) throw new RenderFault("stateconf -p needs the data of an SLS");
      return finished(processHigh(input.data, options, input, false), configs);
    }
    const text = rendererText(input);
    const end = END_MARK.exec(text);
    if (end !== null) {
      const first = await dataOf(text.slice(0, end.index), new Map(), options, input, context);
      finished(processHigh(first, options, input, true), configs);
    }
    const high = await dataOf(text, configs.variables(input.sls), options, input, context);
    return finished(processHigh(high, options, input, false), configs);
  },
});

/** Where the part of a text ends that is read first, for the values that it sets. */
const END_MARK = /#\s*-+\s*end of state config\s*-+/;

function finished(data: Dict, configs: StateConfigs): Dict {
  configs.collect(data);
  return data;
}

/** Values last as long as the run: they are for templates of other SLS files, too. */
function configsOf({ rendering }: ExecutionContext): StateConfigs {
  const known = rendering?.memory.get("stateconf");
  if (known instanceof StateConfigs) return known;
  const made = new StateConfigs();
  rendering?.memory.set("stateconf", made);
  return made;
}

async function dataOf(
  text: string,
  set: Dict,
  options: StateconfOptions,
  input: RendererInput,
  { rendering }: ExecutionContext,
): Promise<Dict> {
  if (rendering === undefined) throw new RenderFault("stateconf works in a pipe alone");
  const { saltenv, sls, path } = input;
  const folder = sls.includes(".") ? sls.slice(0, sls.lastIndexOf(".")).replaceAll(".", "/") : sls;
  const variables = new Map<Value, Value>([["sls_dir", folder === "" ? "." : folder], ...set]);
  const place = { saltenv, sls, path };
  const data = await rendering.step({ ...options.template, ...place, data: text, variables });
  const high = await rendering.step({ ...options.data, ...place, data, variables: new Map() });
  if (isDict(high)) return high;
  throw new RenderFault(`SLS ${sls} does not render to a dictionary`);
}
