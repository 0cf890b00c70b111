/**
 * Waking machines up over the network.
 */
import { readFileSync } from "node:fs";
import type { Value } from "@salt/core";
import { errorText, getDict, maybe, needed, runnerFn, runnerModule } from "@salt/core";
import { cachedParts } from "./cache-functions/cached.js";
import { wakeUp } from "./network-functions/wake.js";

const bcast = maybe.str("255.255.255.255", "The broadcast address to send to.");
const destport = maybe.int(9, "The port to send to.");

export const network = runnerModule("network", {
  doc: "Waking machines up over the network.",
  functions: {
    wol: runnerFn({
      doc: "Sends the packet that wakes the machine with a hardware address.",
      examples: [
        "salt-run network.wol 08-00-27-13-69-77",
        "salt-run network.wol 080027136977 255.255.255.255 7",
      ],
      params: { mac: needed.str("The hardware address."), bcast, destport },
      run: async (args) => {
        await wakeUp(args.mac, { address: args.bcast ?? "", port: args.destport ?? 9 });
        return true;
      },
    }),
    wollist: runnerFn({
      doc: "Wakes all machines whose hardware addresses a file has, one a line. Gives the addresses.",
      examples: ["salt-run network.wollist /path/to/maclist"],
      params: { maclist: needed.str("The file."), bcast, destport },
      run: async (args, context) => {
        const woken: string[] = [];
        try {
          for (const line of readFileSync(args.maclist, "utf8").split("\n")) {
            const mac = line.trim();
            if (mac === "") continue;
            await wakeUp(mac, { address: args.bcast ?? "", port: args.destport ?? 9 });
            context.progress(`Waking up ${mac}`);
            woken.push(mac);
          }
        } catch (error) {
          context.progress({ error: `Failed to open the MAC file. Error: ${reasonOf(error, args.maclist)}` });
          return [];
        }
        return woken;
      },
    }),
    wolmatch: runnerFn({
      doc: "Wakes the minions of a target, by the hardware addresses among their cached grains. Gives the addresses.",
      examples: ["salt-run network.wolmatch 'web*'"],
      params: {
        tgt: needed.any("The minions."),
        tgt_type: maybe.str("glob", "How the target is to be read."),
        bcast,
        destport,
      },
      run: async (args, context) => {
        const woken: Value[] = [];
        const all = await cachedParts(context, args.tgt, args.tgt_type ?? "glob", "grains");
        for (const grains of all.values()) {
          for (const [name, mac] of getDict(grains, "hwaddr_interfaces") ?? []) {
            if (name === "lo" || typeof mac !== "string") continue;
            await wakeUp(mac, { address: args.bcast ?? "", port: args.destport ?? 9 });
            woken.push(mac.trim());
          }
        }
        return woken;
      },
    }),
  },
});

/** Python's text for a file that is not there, ours for anything else. */
function reasonOf(error: unknown, file: string): string {
  const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isAbsent ? `[Errno 2] No such file or directory: '${file}'` : errorText(error);
}
