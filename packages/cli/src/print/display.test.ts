import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { CatalogEntry, OutputContext } from "@salt/core";
import { dict, outputter, PluginCatalog } from "@salt/core";
import { parseCommandLine } from "../arguments/parse.js";
import { saltProgram } from "../arguments/programs/salt.js";
import type { DisplayRequest } from "./display.js";
import { chosenOutputter, display, wantsColor } from "./display.js";
import { prepareOutputFile } from "./output-file.js";
import { fakeTerminal } from "./testing.js";

const seen: OutputContext[] = [];
const entry = (name: string, text: string): CatalogEntry => ({
  kind: "outputter",
  name,
  virtualName: name,
  load: async () =>
    outputter(name, "", (_, context) => {
      seen.push(context);
      return text;
    }),
});
const catalog = new PluginCatalog([
  entry("nested", "outline\n\n"),
  entry("json", "{}"),
  entry("quiet", " \n"),
]);

const request = (argv: string[] = [], more: Partial<DisplayRequest> = {}): DisplayRequest => ({
  value: dict({ m1: true }),
  line: parseCommandLine(saltProgram, argv),
  config: { color: true, strip_colors: true, state_output: "full", state_verbose: true, output: null },
  terminal: fakeTerminal(),
  catalog,
  ...more,
});

describe("chosenOutputter", () => {
  it("prefers the command line, then the configuration, then the value's own", () => {
    const config = { ...request().config, output: "yaml" };
    assert.equal(chosenOutputter(request(["--out=json"], { config, outputter: "txt" })), "json");
    assert.equal(chosenOutputter(request([], { config, outputter: "txt" })), "yaml");
    assert.equal(chosenOutputter(request([], { outputter: "txt" })), "txt");
    assert.equal(chosenOutputter(request()), "nested");
  });

  it("reads text as txt, nothing as nested, and lets highstate give way", () => {
    assert.equal(chosenOutputter(request(["--out=text"])), "txt");
    assert.equal(chosenOutputter(request(["--out="])), "nested");
    assert.equal(chosenOutputter(request(["--out=highstate"])), "nested");
    assert.equal(chosenOutputter(request(["--out=highstate"], { outputter: "highstate" })), "highstate");
    assert.equal(chosenOutputter(request(["--out=highstate", "--static"])), "highstate");
  });
});

describe("wantsColor", () => {
  const tty = fakeTerminal({ isTerminal: true });

  it("colours terminals, or when it must", () => {
    assert.equal(wantsColor(request([], { terminal: tty })), true);
    assert.equal(wantsColor(request()), false);
    assert.equal(wantsColor(request(["--force-color"])), true);
  });

  it("obeys every way to say no", () => {
    assert.equal(wantsColor(request(["--no-colour"], { terminal: tty })), false);
    assert.equal(wantsColor(request(["--out-file=x"], { terminal: tty })), false);
    assert.equal(
      wantsColor(request([], { terminal: tty, config: { ...request().config, color: false } })),
      false,
    );
    assert.equal(
      wantsColor(request([], { terminal: fakeTerminal({ isTerminal: true, env: { NO_COLOR: "1" } }) })),
      false,
    );
  });
});

describe("display", () => {
  it("ends a text with one newline, and prints no empty one", async () => {
    const terminal = fakeTerminal();
    await display(request([], { terminal }));
    await display(request(["--out=quiet"], { terminal }));
    assert.deepEqual(terminal.written, ["outline\n"]);
  });

  it("falls back to nested and says so", async () => {
    const terminal = fakeTerminal();
    await display(request(["--out=nosuch"], { terminal }));
    assert.deepEqual(terminal.written, ["outline\n"]);
    assert.deepEqual(terminal.complaints, [
      "[ERROR   ] Invalid outputter nosuch specified, fall back to nested\n",
    ]);
  });

  it("hands options of the command line to the outputter", async () => {
    seen.length = 0;
    const argv = ["--out-indent=3", "--state-verbose=False", "--state-output=terse", "--output-diff"];
    await display(request(argv, { retcode: 2 }));
    const [context] = seen;
    assert.equal(context?.indent, 3);
    assert.equal(context?.retcode, 2);
    assert.equal(context?.stateVerbose, false);
    assert.equal(context?.stateOutput, "terse");
    assert.equal(context?.opts.get("state_output_diff"), true);
  });

  it("writes to a file, emptied first unless it is to be appended to", async () => {
    const dir = mkdtempSync(join(tmpdir(), "display-"));
    const file = join(dir, "out");
    writeFileSync(file, "old\n");
    const fresh = request([`--out-file=${file}`]);
    prepareOutputFile(fresh.line);
    await display(fresh);
    await display(fresh);
    assert.equal(readFileSync(file, "utf8"), "outline\noutline\n");
    const appending = request([`--out-file=${file}`, "--out-file-append", "--out=json"]);
    prepareOutputFile(appending.line);
    await display(appending);
    assert.equal(readFileSync(file, "utf8"), "outline\noutline\n{}\n");
    rmSync(dir, { recursive: true });
  });
});
