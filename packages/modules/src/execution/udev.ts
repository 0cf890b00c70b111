/**
 * What udev knows of devices.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { CommandExecutionError, executionModule, Float, fn, isList, needed } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { COUNTED, plainName, runProgram } from "./program/run-program.js";

const dev = needed.str("The device: a name in /dev, or a path in /sys.");

/** A function that tells one part of what is known. */
const part = (name: string, letter: string, doc: string) =>
  fn({
    doc,
    examples: [`salt '*' udev.${name} /dev/sda`],
    params: { dev },
    run: async (args, context): Promise<Plain> => (await known(args.dev, context)).get(letter) ?? null,
  });

export const udev = executionModule("udev", {
  doc: "What udev knows of devices.",
  available: () => findProgram("udevadm") !== undefined || "the program udevadm is not there",
  functions: {
    info: fn({
      doc: "All that is known of a device, by letters: E for properties, N its name, P its path, S its links.",
      examples: ["salt '*' udev.info /dev/sda", "salt '*' udev.info /sys/class/net/eth0"],
      params: { dev },
      run: (args, context) => known(args.dev, context),
    }),
    env: part("env", "E", "The properties of a device."),
    name: part("name", "N", "The name of a device in /dev."),
    path: part("path", "P", "The path of a device in /sys."),
    links: part("links", "S", "The links in /dev to a device."),
    exportdb: fn({
      doc: "All that is known of all devices.",
      examples: ["salt '*' udev.exportdb"],
      run: async (_args, context): Promise<Plain> => {
        const { retcode, stdout, stderr } = await runProgram(
          ["udevadm", "info", "--export-db"],
          context,
          COUNTED,
        );
        if (retcode !== 0) throw new CommandExecutionError(stderr);
        return parseDevices(stdout);
      },
    }),
  },
});

async function known(device: string, context: ExecutionContext): Promise<Dict> {
  const kind = device.includes("sys") ? "path" : "name";
  const command = ["udevadm", "info", "--export", "--query=all", `--${kind}=${plainName(device, "dev")}`];
  const { retcode, stdout, stderr } = await runProgram(command, context, {
    ...COUNTED,
    output_loglevel: "quiet",
  });
  if (retcode !== 0) throw new CommandExecutionError(stderr);
  return parseDevices(stdout)[0] ?? new Map<Value, Value>();
}

/** Paragraphs of lines `LETTER: text`, one for each device. Exported for its test. */
export function parseDevices(text: string): readonly Dict[] {
  return text
    .split(/\n[ \t]*\n/)
    .map(parseDevice)
    .filter((device) => device.size > 0);
}

function parseDevice(text: string): Dict {
  const texts = new Map<string, string[]>();
  const properties: MutableDict = new Map<Value, Value>();
  const device: MutableDict = new Map<Value, Value>();
  for (const line of text.split("\n")) {
    const [, letter = "", value = ""] = /^\s*([^:]*):(.*)$/.exec(line) ?? [];
    if (letter === "") continue;
    device.set(letter, null);
    if (letter !== "E") texts.set(letter, [...(texts.get(letter) ?? []), value.trim()]);
    else {
      const [, key = "", content = ""] = /^\s*([^=]*)=(.*)$/.exec(value) ?? [];
      properties.set(key, numberOr(content.trim()));
    }
  }
  for (const letter of device.keys()) {
    const found = letter === "E" ? properties : (texts.get(String(letter)) ?? []);
    // As in Salt: what is alone stands alone, a single property too.
    device.set(letter, isList(found) ? (found.length === 1 ? (found[0] ?? null) : found) : found);
  }
  return device;
}

function numberOr(text: string): Value {
  if (/^[+-]?\d+$/.test(text)) {
    const number = BigInt(text.replace(/^\+/, ""));
    return Number.isSafeInteger(Number(number)) ? Number(number) : number;
  }
  return /^[+-]?(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)?$/.test(text) ? new Float(Number(text)) : text;
}
