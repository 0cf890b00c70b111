/**
 * The renderer `yaml`.
 */
import { rendererModule } from "@salt/core";
import { renderYaml } from "@salt/render";

export const yaml = rendererModule("yaml", {
  doc: "Read YAML as data.",
  render: renderYaml,
});
