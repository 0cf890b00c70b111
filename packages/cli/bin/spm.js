#!/usr/bin/env node
/** Starts spm, as `npm run build` has bundled it. */
const { existsSync } = require("node:fs");
const bundle = `${__dirname}/../dist/bundle/spm.js`;
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write("spm is not built yet. Run 'npm run build' in the directory of the source.\n");
  process.exitCode = 1;
}
