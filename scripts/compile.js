/**
 * Keeps what V8 compiles of bundled programs: `compile.js DIRECTORY PROGRAM WORDS...` runs a program with these words
 * and writes, at its end, the compiled code of every chunk that it loaded; `compile.js DIRECTORY` does so for the
 * chunks that have none yet, without running them. A part of `npm run build`.
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Chunks, COMPILED, setFlags } from "../packages/cli/dist/bin/start-bundle.js";

setFlags();
const [directory, program, ...words] = process.argv.slice(2);
const chunks = new Chunks(directory);
if (program === undefined) {
  for (const file of readdirSync(directory)) {
    const isChunk = file.endsWith(".js") && /^(?:.*-main|.*-[A-Z0-9]{8})\.js$/.test(file);
    if (isChunk && !existsSync(join(directory, `${file}${COMPILED}`)))
      chunks.compile(file.slice(0, -".js".length));
  }
  keep();
} else {
  process.argv.splice(1, Infinity, join(directory, `${program}.js`), ...words);
  process.on("exit", keep);
  chunks.load(`${program}-main`);
}

function keep() {
  for (const [name, script] of chunks.scripts) {
    writeFileSync(join(directory, `${name}.js${COMPILED}`), script.createCachedData());
  }
}
