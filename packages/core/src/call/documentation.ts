/**
 * The documentation of a function, in the shape that `sys.doc` prints.
 */
import type { PluginFunction } from "../plugin/function.js";

/** A function's documentation followed by its examples as a code block. */
export function documentationOf(fn: Pick<PluginFunction<never>, "doc" | "examples">): string {
  const doc = fn.doc.trim();
  if (fn.examples.length === 0) return `${doc}\n`;
  const examples = fn.examples.map((example) => `    ${example}`).join("\n");
  return `${doc}\n\nCLI Example:\n\n.. code-block:: bash\n\n${examples}\n`;
}
