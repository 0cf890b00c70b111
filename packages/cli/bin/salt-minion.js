#!/usr/bin/env node
/** Starts salt-minion, as `npm run build` has bundled it. */
const { existsSync } = require("node:fs");
const bundle = `${__dirname}/../dist/bundle/salt-minion.js`;
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write("salt-minion is not built yet. Run 'npm run build' in the directory of the source.\n");
  process.exitCode = 1;
}
