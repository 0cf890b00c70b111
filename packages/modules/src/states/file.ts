/**
 * States of files: contents, lines, directories, links, owners and permissions.
 */
import { stateModule } from "@salt/core";
import { modBeacon } from "./beacon-functions/mod-beacon.js";
import { cachedStates } from "./file-functions/cached-states.js";
import { commentStates } from "./file-functions/comment-states.js";
import { copyStates } from "./file-functions/copy-states.js";
import { decodeStates } from "./file-functions/decode-states.js";
import { directoryStates } from "./file-functions/directory-states.js";
import { editStates } from "./file-functions/edit-states.js";
import { gatherStates } from "./file-functions/gather-states.js";
import { keyvalueStates } from "./file-functions/keyvalue-states.js";
import { linkStates } from "./file-functions/link-states.js";
import { managedStates } from "./file-functions/managed-states.js";
import { nodeStates } from "./file-functions/node-states.js";
import { patchStates } from "./file-functions/patch-states.js";
import { presenceStates } from "./file-functions/presence-states.js";
import { recurseStates } from "./file-functions/recurse-states.js";
import { retentionStates } from "./file-functions/retention-states.js";
import { serializeStates } from "./file-functions/serialize-states.js";
import { textStates } from "./file-functions/text-states.js";
import { tidiedStates } from "./file-functions/tidied.js";

export const file = stateModule("file", {
  doc: "States of files: contents, lines, directories, links, owners and permissions.",
  available: () => (process.platform === "win32" ? "Windows has other permissions and links" : true),
  functions: {
    ...managedStates,
    ...directoryStates,
    ...recurseStates,
    ...editStates,
    ...textStates,
    ...patchStates,
    ...commentStates,
    ...tidiedStates,
    ...keyvalueStates,
    ...serializeStates,
    ...decodeStates,
    ...cachedStates,
    ...gatherStates,
    ...nodeStates,
    ...retentionStates,
    ...presenceStates,
    ...linkStates,
    ...copyStates,
    mod_beacon: modBeacon({
      state: "file",
      functions: ["managed", "directory"],
      module: "inotify",
      settings: ({ name, sfun, setting }) => {
        const mask = setting("mask", ["create", "delete", "modify"]);
        const below = {
          auto_add: setting("auto_add", true),
          recurse: setting("recurse", true),
          exclude: setting("exclude", []),
        };
        const watched = sfun === "directory" ? { mask, ...below } : { mask };
        return {
          files: { [name]: watched },
          interval: setting("interval", 60),
          coalesce: setting("coalesce", false),
        };
      },
    }),
  },
});
