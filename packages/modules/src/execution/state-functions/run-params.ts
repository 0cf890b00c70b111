/**
 * Parameters that the functions of `state` share.
 */
import { maybe } from "@salt/core";

export const runTest = maybe.any(null, "True to say what would be done, and do nothing.");
export const runQueue = maybe.any(
  null,
  "True to wait for a state run that is at work, a number to wait unless so many are there already; " +
    "otherwise the call is refused.",
);
