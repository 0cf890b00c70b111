/**
 * The engine that the configuration names: `docker.url`, `docker.version`, and DOCKER_HOST of the environment.
 */
import { existsSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, getString, isInt, isTruthy, pythonStr } from "@salt/core";
import { findProgram } from "../../cmd/programs.js";
import { CLIENT_TIMEOUT, Engine } from "./engine.js";
import { DEFAULT_SOCKET, enginePlace } from "./engine-place.js";

/** How an engine is opened for one call. */
export interface OpenOptions {
  /** Seconds without a byte after which it is given up; the default when not given. */
  readonly timeout?: Value;
}

/** Opens the engine. Throws CommandExecutionError for a configuration that cannot be used. */
export async function openEngine(context: ExecutionContext, { timeout }: OpenOptions = {}): Promise<Engine> {
  if (isTruthy(await option(context, "docker.machine"))) {
    throw new CommandExecutionError(
      "docker.machine is not served: docker-machine is no longer made. Set docker.url instead.",
    );
  }
  const place = enginePlace(await engineUrl(context));
  const seconds = isInt(timeout ?? null) ? Number(timeout) : CLIENT_TIMEOUT;
  return new Engine({
    place,
    prefix: await versionPrefix(context),
    timeout: seconds,
    signal: context.signal,
  });
}

async function engineUrl(context: ExecutionContext): Promise<string> {
  const configured = await option(context, "docker.url");
  if (isTruthy(configured)) return pythonStr(configured);
  return pythonStr(await context.call("environ.get", ["DOCKER_HOST", ""]));
}

async function versionPrefix(context: ExecutionContext): Promise<string> {
  const version = pythonStr((await option(context, "docker.version")) || "auto");
  if (version === "auto") return "";
  if (/^\d+\.\d+$/.test(version)) return `/v${version}`;
  throw new CommandExecutionError(`docker.version ${JSON.stringify(version)} is no version of Docker's API`);
}

async function option(context: ExecutionContext, name: string): Promise<Value> {
  return await context.call("config.option", [name]);
}

/** True when a machine has, or is told of, an engine; else why there is none. */
export function engineThere(context: ExecutionContext): true | string {
  if (getString(context.opts, "docker.url") !== undefined || process.env.DOCKER_HOST) return true;
  if (existsSync(DEFAULT_SOCKET) || findProgram("docker") !== undefined) return true;
  return `There is no engine of Docker: ${DEFAULT_SOCKET} is missing, and docker.url is not set`;
}
