/**
 * The mark of a variable that has no value.
 */

/** Stands in a variable that was never assigned; never seen by a template. */
export const MISSING: unique symbol = Symbol("missing");
