/**
 * Option tables: one row per option of a program, from which type, default, check and reference page come.
 */
import type { Field } from "../schema/field.js";

/** The options of a program by Salt's names. */
export type OptionTable = { readonly [name: string]: Field<unknown> };

/** The resolved configuration that a table describes. */
export type ConfigOf<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends Field<infer V> ? V : never;
};

/** The defaults of a table. */
export function defaultsOf<T extends OptionTable>(table: T): ConfigOf<T> {
  const entries = Object.entries(table).map(([name, option]) => [name, option.fallback]);
  return Object.fromEntries(entries) as ConfigOf<T>;
}
