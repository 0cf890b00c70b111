/**
 * States of Portage on Gentoo: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const portageConfig = stateModule("portage_config", {
  doc: "States of Portage on Gentoo, which this version does not serve.",
  available: onlyElsewhere("portage module could not be loaded"),
  functions: {},
});
