/**
 * The renderer `jinja`.
 */
import { rendererModule } from "@salt/core";
import { renderJinja } from "@salt/render";

export const jinja = rendererModule("jinja", {
  doc: "Render a Jinja2 template with Salt's variables, filters and tags.",
  render: renderJinja,
});
