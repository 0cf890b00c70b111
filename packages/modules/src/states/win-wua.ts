/**
 * States of updates of Windows: known by name, and refused with the reason.
 */
import { stateModule } from "@salt/core";
import { onlyElsewhere } from "./answer/elsewhere.js";

export const winWua = stateModule("win_wua", {
  doc: "States of updates of Windows, which this version does not serve.",
  available: onlyElsewhere("WUA: Only available on Window systems"),
  functions: {},
});
