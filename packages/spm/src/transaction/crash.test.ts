/**
 * An spm that dies at any step of its work: the next one finds the old state or the new one, never a mixture.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { nullLogger } from "@salt/core";
import type { PackageFile } from "../archive/package-file.js";
import { readPackageFile } from "../archive/package-file.js";
import { install } from "../installation.js";
import { Layout } from "../layout.js";
import { local } from "../providers/local.js";
import type { PkgDb } from "../providers/pkgdb.js";
import type { PkgFiles } from "../providers/pkgfiles.js";
import { sqlite3 } from "../providers/sqlite3.js";
import { remove } from "../removal.js";
import { SpmPlace } from "../testing/place.js";
import { Journal } from "./journal.js";
import { recover } from "./transaction.js";

/** What a death looks like from inside: this step fails, and so does every later one. */
class Death extends TypeError {}

/** Lets a number of steps happen; from then on, nothing does. */
class Mortal {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  step(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new Death("dead");
  }

  /** The same object, each call of whose methods is a step. */
  wrap<T extends object>(object: T): T {
    return new Proxy(object, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          this.step();
          return Reflect.apply(value, target, args);
        };
      },
    });
  }
}

interface World {
  readonly place: SpmPlace;
  readonly files: PkgFiles;
  readonly db: PkgDb;
  readonly journal: Journal;
}

async function withWorld(
  prepare: (world: World) => Promise<void>,
  use: (world: World) => Promise<void>,
): Promise<void> {
  const place = new SpmPlace();
  const spm = place.open();
  await spm.run(["list", "packages"]);
  await spm.close();
  const cache = `${place.dir}/cache_dir`;
  const db = sqlite3.open({ location: `${cache}/packages.db` });
  const world = { place, files: local.open({ mayChown: false }), db, journal: new Journal(cache) };
  try {
    await prepare(world);
    await use(world);
  } finally {
    db.close();
    place.close();
  }
}

const sources = {
  "web/init.sls": "web",
  "web/files/a": "a",
  "_modules/w.py": "x = 1",
  "pillar.example": "p: 1",
};
const limits = { maxBytes: 1e8 };

/** Builds two packages of a version. */
async function buildPackages(place: SpmPlace, version: string): Promise<readonly PackageFile[]> {
  const packages: PackageFile[] = [];
  for (const name of ["web", "db"]) {
    const renamed = Object.entries(sources).map(([file, text]) => [
      file.replace("web/", `${name}/`).replace("w.py", `${name}.py`),
      `${text} of ${name} ${version}`,
    ]);
    const built = await place.build(place.source(name, Object.fromEntries(renamed), { version }));
    packages.push(await readPackageFile(built, limits));
  }
  return packages;
}

async function installAll(world: World, packages: readonly PackageFile[], mortal: Mortal): Promise<void> {
  const { dir } = world.place;
  const config = {
    formula_path: `${dir}/formula`,
    pillar_path: `${dir}/pillar`,
    reactor_path: `${dir}/reactor`,
  };
  await install(packages, {
    files: mortal.wrap(world.files),
    db: mortal.wrap(world.db),
    journal: mortal.wrap(world.journal),
    log: nullLogger,
    layout: new Layout(
      { ...config, spm_share_dir: `${dir}/share`, spm_node_type: "", root_dir: "/" },
      `${dir}/etc`,
    ),
    owners: { user: () => "", group: () => "" },
    identity: { uid: 0, gid: 0 },
    limits,
    clock: { now: () => 1_700_000_000_000 },
    force: true,
    verbose: () => {},
  });
}

const immortal = (): Mortal => new Mortal(Number.POSITIVE_INFINITY);

function stateOf({ place, db }: World): unknown {
  const packages = db
    .packages()
    .map((name) => [db.info(name)?.version, db.files(name)?.map(({ path }) => path.replace(place.dir, ""))]);
  return { tree: place.tree(), packages };
}

/** Kills the work at every step in turn, recovers, and compares; how many steps there were, and how often it was old. */
async function killEverywhere(
  prepare: (world: World) => Promise<void>,
  work: (world: World, mortal: Mortal) => Promise<void>,
): Promise<{ steps: number; old: number }> {
  let undone: unknown;
  let done: unknown;
  await withWorld(prepare, async (world) => {
    undone = stateOf(world);
    await work(world, immortal());
    done = stateOf(world);
  });
  assert.notDeepEqual(undone, done);
  let old = 0;
  for (let steps = 0; ; steps += 1) {
    let isOver = false;
    await withWorld(prepare, async (world) => {
      try {
        await work(world, new Mortal(steps));
        isOver = true;
      } catch (error) {
        assert.ok(error instanceof Death, String(error));
      }
      recover({ ...world, log: nullLogger });
      const state = stateOf(world);
      const isOld = JSON.stringify(state) === JSON.stringify(undone);
      if (isOld) old += 1;
      else assert.deepEqual(state, done, `killed at step ${steps}`);
      assert.equal(world.journal.isOpen, false);
    });
    if (isOver) return { steps, old };
  }
}

describe("spm dies at every step", () => {
  let builder: SpmPlace;
  let first: readonly PackageFile[] = [];
  let second: readonly PackageFile[] = [];
  before(async () => {
    builder = new SpmPlace();
    first = await buildPackages(builder, "1");
    second = await buildPackages(builder, "2");
  });
  after(() => builder.close());

  test("of an installation", async () => {
    const { steps, old } = await killEverywhere(
      async () => {},
      (world, mortal) => installAll(world, first, mortal),
    );
    assert.ok(steps > 25 && old > 0 && old < steps, `${steps} steps, ${old} times old`);
  });

  test("of an upgrade", async () => {
    const prepare = (world: World) => installAll(world, first, immortal());
    const { steps, old } = await killEverywhere(prepare, (world, mortal) =>
      installAll(world, second, mortal),
    );
    assert.ok(steps > 25 && old > 0 && old < steps, `${steps} steps, ${old} times old`);
  });

  test("of a removal", async () => {
    const prepare = (world: World) => installAll(world, first, immortal());
    const { steps, old } = await killEverywhere(prepare, async (world, mortal) => {
      const parts = {
        files: mortal.wrap(world.files),
        db: mortal.wrap(world.db),
        journal: mortal.wrap(world.journal),
      };
      await remove(["web", "db"], {
        ...parts,
        log: nullLogger,
        removing: () => {},
        verbose: () => {},
        kept: () => {},
      });
    });
    assert.ok(steps > 10 && old > 0 && old < steps, `${steps} steps, ${old} times old`);
  });
});
