/**
 * Servers of Redis.
 */
import { executionModule } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { hashFunctions } from "./redis-functions/hash-functions.js";
import { keyFunctions } from "./redis-functions/key-functions.js";
import { serverFunctions } from "./redis-functions/server-functions.js";

export const redismod = executionModule("redismod", {
  doc: "Servers of Redis. Options: redis.host, .port, .db, .password.",
  virtualName: "redis",
  available: ({ opts }) => driverThere("redis", opts),
  functions: { ...keyFunctions, ...hashFunctions, ...serverFunctions },
});
