/**
 * What the states of MongoDB have in common.
 */
import type { StateModule } from "@salt/core";
import { maybe } from "@salt/core";

/** Parameters that say where the server is; what is not given comes from the options `mongodb.*`. */
export const serverParams = {
  user: maybe.any(null, "Who logs in."),
  password: maybe.any(null, "The password."),
  host: maybe.any(null, "The server."),
  port: maybe.any(null, "Its port."),
};

/** Whether the execution module is there; else the words of real Salt. */
export const needsMongo: StateModule["available"] = async ({ functions }) =>
  (await functions.has("mongodb.db_exists")) ? true : "mongodb module could not be loaded";
