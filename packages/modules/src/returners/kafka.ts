/**
 * Returns to a topic of Kafka.
 */
import { returnerModule, SaltInvocationError, toJson } from "@salt/core";
import { openKafka } from "../drivers/kafka.js";
import { driverThere } from "../drivers/load-driver.js";
import { returnFields } from "./job-store/returns.js";
import type { SettingNames } from "./job-store/settings.js";
import { listOf, returnerSettings } from "./job-store/settings.js";

const NAMES: SettingNames = {
  returner: "returner.kafka",
  places: ["bootstrap"],
  secrets: [],
  others: ["topic"],
};

export const kafka = returnerModule("kafka", {
  doc: "Sends returns as JSON to a topic of Kafka, with the minion's id as the key. Options: returner.kafka.bootstrap, a list of `host:port`, and returner.kafka.topic.",
  usable: ({ opts }) => driverThere("kafkajs", opts),
  take: async (ret, { opts }) => {
    const settings = returnerSettings(NAMES, opts, ret);
    const [brokers, topic] = [listOf(settings, "bootstrap"), settings.get("topic")];
    if (brokers.length === 0 || topic === undefined)
      throw new SaltInvocationError(
        "kafka: the options returner.kafka.bootstrap and returner.kafka.topic have to be set",
      );
    const { id } = returnFields(ret, "kafka");
    const session = await openKafka(brokers, opts);
    try {
      await session.send(topic, id, toJson(ret));
    } finally {
      await session.close();
    }
  },
});
