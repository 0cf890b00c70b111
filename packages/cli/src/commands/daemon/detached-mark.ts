/**
 * How a daemon that was started with `-d` is known.
 */

/** In the environment of a daemon that was started with `-d`. */
export const DETACHED_MARK = "SALT_DETACHED";
