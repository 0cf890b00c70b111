/**
 * Whether states of Docker can serve.
 */
import type { ExecutionContext } from "@salt/core";

/** True, or why not: they need the execution module. */
export async function dockerThere(context: ExecutionContext): Promise<true | string> {
  return (await context.functions.has("docker.version")) || "'docker.version' is not available.";
}
