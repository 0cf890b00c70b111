/**
 * Returns in MongoDB by the name of Salt's older returner.
 */
import { returnerModule } from "@salt/core";
import { driverThere } from "../drivers/load-driver.js";
import { MongoJobs } from "./job-store/mongo-jobs.js";

export const mongoReturn = returnerModule("mongo_return", {
  doc: "Puts returns where `mongo` puts them; Salt's older returner has this name. Options: mongo.host, .port, .user, .password, .db, .indexes.",
  usable: ({ opts }) => driverThere("mongodb", opts),
  take: async (ret, { opts }) => await new MongoJobs(opts, ret).addReturn(ret),
});
