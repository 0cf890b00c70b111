export { builtinPlugins } from "./builtin-plugins.js";
export { collectVersions, versionsReport } from "./execution/test-functions/versions.js";
export { outputterPlugins } from "./outputter-plugins.js";
export { removeOldReleases } from "./release/old-releases.js";
export type { UpdateRecord, UpdateState } from "./release/update-record.js";
export { forgetUp, readUpdate, updateFolder, versionUp, writeUpdate } from "./release/update-record.js";
