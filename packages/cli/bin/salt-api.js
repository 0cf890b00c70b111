#!/usr/bin/env node
/** Starts salt-api, as `npm run build` has bundled it. */
const { existsSync } = require("node:fs");
const bundle = `${__dirname}/../dist/bundle/salt-api.js`;
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write("salt-api is not built yet. Run 'npm run build' in the directory of the source.\n");
  process.exitCode = 1;
}
