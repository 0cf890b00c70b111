/**
 * placeholder for integration
 */
import { executionModule, fn } from "@salt/core";

export const grains = executionModule("grains", {
  doc: "Facts about the machine.",
  functions: {
    items: fn({ doc: "All grains.", examples: ["salt '*' grains.items"], control: true, run: (_args, context) => context.grains }),
    item: fn({
      doc: "Some grains.",
      examples: ["salt '*' grains.item os"],
      varargs: "args",
      control: true,
      run: (_args, context, rest) => new Map(rest.args.map((name) => [name, context.grains.get(name) ?? ""])),
    }),
  },
});
