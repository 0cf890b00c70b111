/**
 * Beacons: watching the machine and firing events.
 */
import { executionModule } from "@salt/core";

/** Known by name only, so that whoever calls it is told why nothing is there. */
export const beacons = executionModule("beacons", {
  doc: "Beacons, which watch the machine and fire events; not served yet.",
  available: () => "this minion has no beacons yet; a job of its schedule can look at the same things",
  functions: {},
});
