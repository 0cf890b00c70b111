/**
 * What the states of MySQL have in common.
 */
import type { ExecutionContext, StateAnswer, StateModule, Value } from "@salt/core";
import { isTruthy } from "@salt/core";
import { LAST_ERROR } from "../../execution/mysql-functions/session.js";
import { failed } from "../answer/answer.js";

/** The arguments that say where the server is. */
export type ConnectionArgs = ReadonlyMap<string, Value>;

/** Calls functions of `mysql` on one server. */
export class MysqlCaller {
  readonly #context: ExecutionContext;
  readonly #connection: { readonly [name: string]: Value };

  constructor(context: ExecutionContext, args: ConnectionArgs) {
    this.#context = context;
    const own = [...args].filter(([name]) => !name.startsWith("__"));
    this.#connection = Object.fromEntries(own);
  }

  /** What a function answers. */
  async ask(
    fun: string,
    args: readonly Value[],
    kwargs: { readonly [name: string]: Value } = {},
  ): Promise<Value> {
    return await this.#context.call(`mysql.${fun}`, args, { ...kwargs, ...this.#connection });
  }

  /** Whether a function answers with something that counts as true. */
  async isSo(
    fun: string,
    args: readonly Value[],
    kwargs: { readonly [name: string]: Value } = {},
  ): Promise<boolean> {
    return isTruthy(await this.ask(fun, args, kwargs));
  }

  /** The last error of the server, which is forgotten; undefined when there was none. */
  takeError(): string | undefined {
    const error = this.#context.memory.get(LAST_ERROR);
    this.#context.memory.delete(LAST_ERROR);
    return typeof error === "string" ? error : undefined;
  }

  /** A failure with the last error as its comment; undefined when there was none. */
  failure(name: Value, comment: (error: string) => string = (error) => error): StateAnswer | undefined {
    const error = this.takeError();
    return error === undefined ? undefined : failed(name, comment(error));
  }
}

/** Whether a function of `mysql` is there; else the words of real Salt. */
export function needs(fun: string): StateModule["available"] {
  return async (context) =>
    (await context.functions.has(`mysql.${fun}`)) ? true : "mysql module could not be loaded";
}
