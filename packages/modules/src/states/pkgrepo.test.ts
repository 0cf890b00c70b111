/** Sources of packages: when they are as asked for, and how changes are told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plain } from "@salt/core";
import { parseRepository, shownRepository } from "../execution/pkg-functions/repositories.js";
import { lineOf } from "../execution/pkg-functions/repository-line.js";
import { blockRepositories } from "../execution/pkg-functions/source-blocks.js";
import { fakeStates, runState } from "../testing/state-context.js";
import { pkgrepo } from "./pkgrepo.js";

const LINE = "deb http://example.com/debian stable main";

/** A machine that has one source. */
function machine(line: string) {
  const found = parseRepository(line, "/etc/apt/sources.list.d/x.list");
  const shown: Plain = found === undefined ? {} : { ...shownRepository(found) };
  return {
    "pkg.get_repo": () => shown,
    "pkg.mod_repo": () => ({}),
    "pkg.del_repo": () => "",
  };
}

async function managed(line: string, kwargs: { readonly [name: string]: Plain }, isTest = false) {
  const { context } = fakeStates(machine(line), isTest);
  return await runState(pkgrepo, "managed", { name: LINE, ...kwargs }, context);
}

test("a source that is as it was asked for", async () => {
  assert.equal((await managed(LINE, {})).comment, `Package repo '${LINE}' already configured`);
  assert.equal((await managed(`${LINE} contrib`, { comps: "contrib, main" })).changes, "{}");
  assert.equal((await managed(`${LINE} #why`, { comments: "why" })).changes, "{}");
  assert.equal((await managed(`# ${LINE}`, { disabled: true })).changes, "{}");
});

test("a trial tells what differs", async () => {
  const told = await managed(`${LINE} contrib`, {}, true);
  assert.equal(told.result, null);
  assert.match(told.changes, /^\{'comps': \{'new': \['main'\], 'old': \['main', 'contrib'\]\}/);
  assert.equal((await managed("", {}, true)).changes, `{'repo': '${LINE}'}`);
});

test("a source that is not there is added", async () => {
  const told = await managed("", {});
  assert.deepEqual(told, {
    result: true,
    comment: `Configured package repo '${LINE}'`,
    changes: `{'repo': '${LINE}'}`,
  });
});

test("a source is removed, and is absent then", async () => {
  const { context, calls } = fakeStates(machine(LINE));
  const told = await runState(pkgrepo, "absent", { name: LINE }, context);
  assert.equal(told.comment, `Removed repo ${LINE}`);
  assert.ok(calls.some((call) => call.startsWith("pkg.del_repo(")));
  const gone = fakeStates(machine(""));
  const absent = await runState(pkgrepo, "absent", { name: LINE }, gone.context);
  assert.equal(absent.comment, `Package repo ${LINE} is absent`);
});

test("a line keeps the options that have no meaning here", () => {
  const shown = (line: string, architectures?: readonly string[]): string | undefined => {
    const found = parseRepository(line, "");
    return found && lineOf({ ...found, architectures: architectures ?? found.architectures });
  };
  const given = "deb [ trusted=yes arch=i386 another=what ] http://example.com/debian stable main";
  assert.equal(shown(given), given.replace("[ ", "[").replace(" ]", "]"));
  assert.match(shown(given, ["amd64", "i386"]) ?? "", /^deb \[trusted=yes arch=amd64,i386 another=what\] /);
  assert.equal(shown(LINE, ["amd64"]), LINE.replace("deb ", "deb [arch=amd64] "));
});

test("a source in a block of a .sources file", async () => {
  const text =
    "Types: deb\nURIs: http://example.com/debian\nSuites: stable sid\nComponents: main\nSigned-By: /k.gpg\n";
  const [found] = blockRepositories(text, "/etc/apt/sources.list.d/x.sources");
  assert.ok(found);
  const functions = { "pkg.get_repo": () => shownRepository(found), "pkg.mod_repo": () => ({}) };
  const told = async (name: string, kwargs: { readonly [name: string]: Plain } = {}) => {
    const answer = await runState(pkgrepo, "managed", { name, ...kwargs }, fakeStates(functions).context);
    return `${answer.comment}`.startsWith("Package repo");
  };
  assert.equal(await told(LINE), true);
  assert.equal(await told(LINE.replace("deb ", "deb [signed-by=/k.gpg] ")), true);
  assert.equal(await told(LINE.replace("deb ", "deb [signed-by=/other.gpg] ")), false);
  assert.equal(await told(LINE.replace("deb ", "deb [trusted=yes] ")), false);
  assert.equal(await told(`${LINE} contrib`), false);
  assert.equal(await told(LINE, { disabled: true }), false);
});
