/**
 * Reference pages of plugins that are named and not called: outputters, returners, renderers, sources of the pillar.
 */

import { modulesOf } from "./function-pages.js";
import { page, prose } from "./markdown.js";

/** Kind by kind: the page and its title. */
const KINDS = [
  ["outputter", "outputters.md", "Outputters", "What `--out` names."],
  [
    "renderer",
    "renderers.md",
    "Renderers",
    "Steps of the pipe that makes data of an SLS file: [Rendering](../rendering.md). `py`, `toml` and `mako` come on top where there is a Python for them.",
  ],
  [
    "pillar",
    "pillar-sources.md",
    "Sources of the pillar",
    "What `ext_pillar` names: [Pillar](../pillar.md).",
  ],
  ["returner", "returners.md", "Returners", "What `--return` names: [Jobs](../jobs.md)."],
  ["beacon", "beacons.md", "Beacons", "What `beacons` names: [Beacons](../beacons.md)."],
  ["engine", "engines.md", "Engines", "What `engines` names: [Engines](../engines.md)."],
  ["grains", "grains.md", "Modules of grains", "What finds the facts of a machine: [Grains](../grains.md)."],
];

/** `{ path, text, title, count }` of every page. */
export function pluginPages() {
  return Promise.all(
    KINDS.map(async ([kind, path, title, intro]) => {
      const plugins = (await modulesOf(kind)).toSorted((a, b) => (a.virtualName < b.virtualName ? -1 : 1));
      const list = plugins.map(
        ({ virtualName, doc }) => `- \`${virtualName}\`: ${prose(doc).replaceAll("\n", "\n  ")}\n`,
      );
      return { path, title, count: plugins.length, text: page(title, `${intro}\n\n${list.join("")}`) };
    }),
  );
}
