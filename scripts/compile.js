/**
 * Keeps what V8 compiles of a bundle: `compile.js BUNDLE [ARGV1 WORDS...]` runs the command that is in it, when
 * words are given, and writes BUNDLE.compiled at its end. A part of `npm run build`.
 */
import { writeFileSync } from "node:fs";
import { Script } from "node:vm";
import { bundleText, runBundle } from "../packages/cli/dist/bin/start-bundle.js";

const [file, ...argv] = process.argv.slice(2);
const script = new Script(bundleText(file), { filename: file });
const keep = () => writeFileSync(`${file}.compiled`, script.createCachedData());
if (argv.length === 0) {
  keep();
} else {
  process.argv.splice(1, Infinity, ...argv);
  process.on("exit", keep);
  runBundle(file, script);
}
