/**
 * What plugin files import as `@salt/core`: the very objects of this program, so that its classes are theirs.
 */
import { register } from "node:module";
import * as pluginInterface from "./plugin-interface.js";

/** The only thing that a program and a module it imports by address share is the global object. */
const SHARED = "salt.plugin-authors";

/** Runs in Node's own thread for hooks; it only decides which address and module system a name means. */
const HOOKS = `
let core;
export function initialize(data) { core = data.core; }
export async function resolve(name, context, next) {
  if (name === "@salt/core") return { url: core, format: "module", shortCircuit: true };
  const found = await next(name, context);
  const format = /[?&]salt-plugin=(module|commonjs)/.exec(found.url)?.[1];
  return format === undefined ? found : { ...found, format };
}
`;

/** Makes `@salt/core` mean this program's own for the plugin files that are imported from now on. */
export function resolveForPlugins(): void {
  const shared = Symbol.for(SHARED);
  if (shared in globalThis) return;
  Object.defineProperty(globalThis, shared, { value: pluginInterface });
  const names = Object.keys(pluginInterface).join(", ");
  const core = dataUrl(`export const { ${names} } = globalThis[Symbol.for(${JSON.stringify(SHARED)})];`);
  register(dataUrl(HOOKS), { data: { core } });
}

function dataUrl(text: string): string {
  return `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
}
