/**
 * A producer of messages for Kafka, by the package kafkajs.
 */
import type { Dict } from "@salt/core";
import { CommandExecutionError, errorText } from "@salt/core";
import { loadDriver } from "./load-driver.js";
import { instance, member, method } from "./members.js";

/** One session. Whoever opens it closes it. */
export interface KafkaSession {
  /** Sends a message and waits until the brokers have it. Throws CommandExecutionError. */
  send(topic: string, key: string, value: string): Promise<void>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const RETRIES = 3;

/** Opens a session with the brokers `host:port`. Throws CommandExecutionError. */
export async function openKafka(brokers: readonly string[], opts: Dict): Promise<KafkaSession> {
  const driver = await loadDriver("kafkajs", opts);
  const client = instance(driver, "Kafka", {
    clientId: "salt",
    brokers: [...brokers],
    connectionTimeout: TIMEOUT_MS,
    requestTimeout: TIMEOUT_MS,
    retry: { retries: RETRIES },
    logLevel: member(member(driver, "logLevel") ?? member(member(driver, "default"), "logLevel"), "NOTHING"),
  });
  const producer = method(client, "producer")({ allowAutoTopicCreation: true });
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw new CommandExecutionError(`kafka: ${errorText(error)}`);
    }
  };
  await attempt(() => method(producer, "connect")());
  return {
    send: (topic, key, value) =>
      attempt(() => method(producer, "send")({ topic, acks: -1, messages: [{ key, value }] })),
    close: () => attempt(() => method(producer, "disconnect")()),
  };
}
