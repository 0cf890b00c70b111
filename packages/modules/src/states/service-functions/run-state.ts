/**
 * `service.running` and `service.dead`.
 */
import type { ExecutionContext, Plain, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, dict, isTrial, isTruthy, pythonStr, sleep } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "../answer/answer.js";
import { maskState } from "./mask.js";
import { systemdOptions } from "./systemd-options.js";
import type { Running, Toggled } from "./toggle.js";
import { disableService, enableService, isAvailable } from "./toggle.js";

/** A service and how it shall be. */
export interface RunRequest {
  readonly name: Value;
  readonly enable: Value;
  readonly sig: Value;
  readonly init_delay: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
}

const RUNNING = {
  word: "start",
  isRunning: true,
  missing: "started",
  already: "already running",
  trial: "set to start",
  failure: "failed to start",
} as const;
const DEAD = {
  word: "stop",
  isRunning: false,
  missing: "stopped",
  already: "already dead",
  trial: "set to be killed",
  failure: "failed to die",
} as const;
type Goal = typeof RUNNING | typeof DEAD;

/** Makes a service run. */
export function runningState(request: RunRequest, context: ExecutionContext): Promise<StateAnswer> {
  return new ServiceRun(RUNNING, request, context).answer();
}

/** Makes a service not run. */
export function deadState(request: RunRequest, context: ExecutionContext): Promise<StateAnswer> {
  return new ServiceRun(DEAD, request, context).answer();
}

class ServiceRun {
  readonly #goal: Goal;
  readonly #request: RunRequest;
  readonly #context: ExecutionContext;
  readonly #shown: string;
  readonly #enable: boolean | undefined;
  #warnings: readonly string[] | undefined;

  constructor(goal: Goal, request: RunRequest, context: ExecutionContext) {
    this.#goal = goal;
    this.#request = request;
    this.#context = context;
    this.#shown = pythonStr(request.name);
    this.#enable = wantedToggle(request.enable);
  }

  async answer(): Promise<StateAnswer> {
    const told = await this.#outcome();
    return this.#warnings === undefined ? told : { ...told, warnings: [...this.#warnings] };
  }

  async #outcome(): Promise<StateAnswer> {
    const { name, kwargs } = this.#request;
    if (kwargs.has("enabled")) {
      const comment = `Service ${this.#shown} uses non-existent option "enabled".  Perhaps "enable" option was intended?`;
      return failed(name, comment);
    }
    if (
      (await has(this.#context, "service.offline")) &&
      isTruthy(await this.#context.call("service.offline"))
    )
      return unchanged(name, "Running in OFFLINE mode. Nothing to do");
    return (await this.#missing()) ?? (await this.#present());
  }

  async #missing(): Promise<StateAnswer | undefined> {
    const { name } = this.#request;
    try {
      if (await isAvailable(name, this.#context)) return undefined;
    } catch (error) {
      if (error instanceof CommandExecutionError) return failed(name, error.message);
      throw error;
    }
    if (!isTrial(this.#context))
      return answer(name, !this.#goal.isRunning, `The named service ${this.#shown} is not available`);
    const would = `if created in this state run, it would have been ${this.#goal.missing}`;
    return pending(name, `Service ${this.#shown} not present; ${would}`);
  }

  async #present(): Promise<StateAnswer> {
    const { name } = this.#request;
    const isRunning = await this.#status(this.#request.sig);
    const isEnabled = await this.#isEnabled();
    const unmasked = this.#goal.isRunning ? await this.#unmask() : "";
    const both = (comment: string): string => (unmasked === "" ? comment : `${comment}\n${unmasked}`);
    if (isRunning === this.#goal.isRunning) {
      const told = unchanged(name, both(`The service ${this.#shown} is ${this.#goal.already}`));
      const isToBeToggled = this.#enable !== undefined && this.#enable !== isEnabled;
      return isToBeToggled ? { ...told, ...(await this.#toggle(null)) } : told;
    }
    if (isTrial(this.#context)) return pending(name, both(`Service ${this.#shown} is ${this.#goal.trial}`));
    return await this.#act(isEnabled, unmasked);
  }

  async #act(wasEnabled: boolean, unmasked: string): Promise<StateAnswer> {
    const { name, kwargs, init_delay: delay } = this.#request;
    const fun = `service.${this.#goal.word}`;
    const { options } = await this.#options(fun);
    let isDone: boolean;
    try {
      isDone = isTruthy(await this.#context.call(fun, [name], options));
    } catch (error) {
      if (error instanceof CommandExecutionError && this.#goal.isRunning) return failed(name, error.message);
      throw error;
    }
    if (!isDone) {
      const told = failed(name, `Service ${this.#shown} ${this.#goal.failure}`);
      return { ...told, ...(await this.#toggle(!this.#goal.isRunning, false)) };
    }
    if (isTruthy(delay)) await sleep(Number(delay) * 1000, this.#context.signal);
    const isRunning = await this.#status(this.#goal.isRunning ? this.#request.sig : null);
    const isReached = isRunning === this.#goal.isRunning;
    const isChanged = isReached || wasEnabled !== (await this.#isEnabled());
    const changes: Plain = dict(isChanged ? [[this.#shown, isRunning]] : []);
    const told = {
      ...answer(name, isReached, this.#comment(isReached), changes),
      ...(await this.#toggle(isRunning, isReached)),
    };
    if (!this.#goal.isRunning) return told;
    const delayed = isTruthy(delay) ? `\nDelayed return for ${pythonStr(delay)} seconds` : "";
    const unmask = isTruthy(kwargs.get("unmask")) ? `\n${unmasked}` : "";
    return { ...told, comment: `${told.comment}${delayed}${unmask}` };
  }

  #comment(isReached: boolean): string {
    if (!isReached) return `Service ${this.#shown} ${this.#goal.failure}`;
    return this.#goal.isRunning ? `Started service ${this.#shown}` : `Service ${this.#shown} was killed`;
  }

  async #toggle(running: Running, result?: boolean): Promise<Toggled> {
    const { name, kwargs } = this.#request;
    const request = { name, running, kwargs, ...(result === undefined ? {} : { result }) };
    if (this.#enable === undefined) return {};
    return await (this.#enable ? enableService : disableService)(request, this.#context);
  }

  async #unmask(): Promise<string> {
    const { name, kwargs } = this.#request;
    if (!isTruthy(kwargs.get("unmask"))) return "";
    const runtime = isTruthy(kwargs.get("unmask_runtime"));
    return String((await maskState({ name, runtime, isMasked: false }, this.#context)).comment);
  }

  async #status(sig: Value): Promise<boolean> {
    const { options } = await this.#options("service.status");
    return isTruthy(await this.#context.call("service.status", [this.#request.name, sig], options));
  }

  async #isEnabled(): Promise<boolean> {
    if (!(await has(this.#context, "service.enabled"))) return true;
    return isTruthy(await this.#context.call("service.enabled", [this.#request.name]));
  }

  async #options(fun: string): Promise<{ readonly options: { readonly [name: string]: Value } }> {
    const { options, warnings } = await systemdOptions(fun, this.#request.kwargs, this.#context);
    if (warnings.length > 0) this.#warnings = [...new Set([...(this.#warnings ?? []), ...warnings])];
    return { options };
  }
}

/** Whether to start with the machine; undefined when nobody said. A text counts as Salt's `is_true` counts it. */
function wantedToggle(given: Value): boolean | undefined {
  if (typeof given === "boolean") return given;
  if (typeof given !== "string") return undefined;
  const number = Number(given);
  if (given.trim() !== "" && !Number.isNaN(number)) return number > 0;
  return given.toLowerCase() === "true";
}
