/** Kept pillars. */
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dict } from "@salt/core";
import { FakeClock, scratch } from "../testing/scratch.js";
import { PillarCache } from "./pillar-cache.js";

for (const pillar_cache_backend of ["disk", "memory"] as const) {
  test(`${pillar_cache_backend}: pillars are kept by minion and environment until they are old`, (t) => {
    const cachedir = scratch(t);
    const clock = new FakeClock();
    const config = { cachedir, pillar_cache: true, pillar_cache_ttl: 10, pillar_cache_backend };
    const cache = new PillarCache(config, clock);
    cache.keep("web1", undefined, dict({ a: 1 }));
    cache.keep("web1", "dev", dict({ a: 2 }));
    assert.deepEqual(cache.find("web1", undefined), dict({ a: 1 }));
    assert.deepEqual(cache.find("web1", "dev"), dict({ a: 2 }));
    assert.equal(cache.find("web2", undefined), undefined);
    if (pillar_cache_backend === "disk") {
      assert.equal(statSync(join(cachedir, "pillar_cache", "web1")).mode & 0o777, 0o600);
    }
    clock.pass(11);
    assert.equal(cache.find("web1", "dev"), undefined);
    cache.keep("web1", "dev", dict({ a: 3 }));
    cache.forget("web1");
    assert.equal(cache.find("web1", "dev"), undefined);
  });
}

test("nothing is kept unless that is configured", (t) => {
  const off = { pillar_cache: false, pillar_cache_ttl: 10, pillar_cache_backend: "memory" } as const;
  const cache = new PillarCache({ cachedir: scratch(t), ...off }, new FakeClock());
  cache.keep("web1", undefined, dict({ a: 1 }));
  assert.equal(cache.find("web1", undefined), undefined);
});
