#!/usr/bin/env node
/** Starts salt-cp, as `npm run build` has bundled it. */
const { existsSync } = require("node:fs");
const bundle = `${__dirname}/../dist/bundle/salt-cp.js`;
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write("salt-cp is not built yet. Run 'npm run build' in the directory of the source.\n");
  process.exitCode = 1;
}
