/**
 * Servers of MongoDB.
 */
import { executionModule } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { databaseFunctions } from "./mongodb-functions/database-functions.js";
import { documentFunctions } from "./mongodb-functions/document-functions.js";
import { userFunctions } from "./mongodb-functions/user-functions.js";

export const mongodb = executionModule("mongodb", {
  doc: "Servers of MongoDB. Options: mongodb.host, .port, .user, .password. What the server refuses is an error.",
  available: ({ opts }) => driverThere("mongodb", opts),
  functions: { ...databaseFunctions, ...userFunctions, ...documentFunctions },
});
