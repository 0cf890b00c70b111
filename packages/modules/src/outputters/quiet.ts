/**
 * The quiet outputter.
 */
import { outputter } from "@salt/core";

export const quiet = outputter("quiet", "Prints nothing.", () => undefined);
