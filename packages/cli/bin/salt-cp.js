#!/bin/sh
":" /*
# The shell starts Node, without what would hold it up (src/bin/extra-certificates.ts).
if [ -n "$NODE_EXTRA_CA_CERTS" ] && [ -z "$NODE_OPTIONS" ]; then
  export SALT_NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"
  unset NODE_EXTRA_CA_CERTS
fi
exec node "$0" "$@"
*/;
/** Starts salt-cp, as `npm run build` has bundled it. */
const { existsSync } = require("node:fs");
const bundle = `${__dirname}/../dist/bundle/salt-cp.js`;
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write("salt-cp is not built yet. Run 'npm run build' in the directory of the source.\n");
  process.exitCode = 1;
}
