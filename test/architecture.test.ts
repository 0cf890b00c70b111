/**
 * The rules of the tree: who may import whom, and what no source file does.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What each package may import. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  core: [],
  jinja: ["core"],
  wire: ["core"],
  python: ["core", "wire"],
  loader: ["core", "python"],
  render: ["core", "jinja"],
  states: ["core", "render"],
  pillar: ["core", "render"],
  schedule: ["core", "render"],
  client: ["core", "wire"],
  fileserver: ["core"],
  master: ["core", "wire", "client", "fileserver", "loader", "pillar", "schedule"],
  minion: ["core", "wire", "client", "fileserver", "python", "loader", "pillar", "schedule"],
  modules: ["core", "wire", "render", "states", "schedule"],
  spm: ["core"],
  api: ["core", "wire", "client", "render"],
  cli: ["core", "wire", "client", "fileserver", "loader", "master", "minion", "modules", "spm", "api"],
};

/** Files that are longer than 300 lines, each with a reason. */
const LONG: ReadonlySet<string> = new Set([]);

interface Source {
  readonly path: string;
  readonly owner: string;
  readonly text: string;
}

const sources: readonly Source[] = Object.keys(BELOW).flatMap((owner) =>
  filesBelow(join(root, "packages", owner, "src"))
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path: relative(root, path), owner, text: readFileSync(path, "utf8") })),
);
const code = sources.filter(({ path }) => !path.endsWith(".test.ts") && !path.includes("generated"));

describe("architecture", () => {
  test("every package is known to this test", () => {
    assert.deepEqual(readdirSync(join(root, "packages")).sort(), Object.keys(BELOW).sort());
  });

  test("imports between packages go down only, and only through their index", () => {
    const wrong = sources.flatMap(({ path, owner, text }) =>
      [...text.matchAll(/(?:from|import\()\s*"(@salt\/[^"]+)"/g)]
        .map((match) => match[1] ?? "")
        .filter((target) => !BELOW[owner]?.includes(target.slice("@salt/".length)))
        .filter((target) => !(path.endsWith(".test.ts") && target === "@salt/testkit"))
        .map((target) => `${path} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  test("a package's dependencies and references say the same", () => {
    for (const owner of Object.keys(BELOW)) {
      const read = (name: string): string => readFileSync(join(root, "packages", owner, name), "utf8");
      const { dependencies = {} } = JSON.parse(read("package.json")) as {
        dependencies?: Record<string, string>;
      };
      const { references = [] } = JSON.parse(read("tsconfig.json")) as { references?: { path: string }[] };
      const named = Object.keys(dependencies).filter((name) => name.startsWith("@salt/"));
      assert.deepEqual(
        named.map((name) => `../${name.slice("@salt/".length)}`).sort(),
        references.map(({ path }) => path).sort(),
        owner,
      );
    }
  });

  test("files are at most 300 lines long", () => {
    const long = code.filter(({ path, text }) => text.split("\n").length > 301 && !LONG.has(path));
    assert.deepEqual(paths(long), []);
  });

  test("every file opens with what it is", () => {
    assert.deepEqual(
      paths(code.filter(({ path, text }) => !/^(#!.*\n)?\/\*\*/.test(text) && !path.endsWith("index.ts"))),
      [],
    );
  });

  test("errors say what they mean: no bare Error, no any, no default exports", () => {
    assert.deepEqual(paths(code.filter(({ text }) => /\bnew Error\(/.test(text))), []);
    assert.deepEqual(paths(code.filter(({ text }) => /(: any\b|\bas any\b|<any>)/.test(text))), []);
    assert.deepEqual(paths(code.filter(({ text }) => /^export default/m.test(text))), []);
  });

  test("only commands and job processes touch the process's arguments, exit and signals", () => {
    const touching = /\bprocess\.(exit\(|argv|once\(|on\()/;
    const allowed = (path: string): boolean => path.startsWith("packages/cli/") || path.includes("/worker/");
    assert.deepEqual(paths(code.filter(({ path, text }) => touching.test(text) && !allowed(path))), []);
  });

  test("files are named after what they hold, in kebab case", () => {
    const vague = /(^|[/-])(utils?|helpers?|common|misc|shared-code)\.ts$/;
    assert.deepEqual(paths(sources.filter(({ path }) => vague.test(path) || /[A-Z_ ]/.test(path))), []);
  });

  test("nothing names the place where it was written", () => {
    const texts = ["docs", "packages", "scripts", "test"].flatMap((folder) => textsBelow(join(root, folder)));
    const wrong = texts.filter((path) => readFileSync(path, "utf8").includes(root.replace(/\/$/, "")));
    assert.deepEqual(
      wrong.map((path) => relative(root, path)),
      [],
    );
  });

  test("no test is skipped or alone", () => {
    const tests = sources.filter(({ path }) => path.endsWith(".test.ts"));
    assert.deepEqual(paths(tests.filter(({ text }) => /\b(test|it|describe)\.(skip|only)\(/.test(text))), []);
  });
});

function paths(found: readonly Source[]): readonly string[] {
  return found.map(({ path }) => path);
}

/** Texts that belong to the repository, not what is made of them. */
function textsBelow(folder: string): readonly string[] {
  return filesBelow(folder).filter(
    (path) => /\.(ts|js|json|md|ya?ml)$/.test(path) && !/\/(dist|node_modules|vectors)\//.test(path),
  );
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
