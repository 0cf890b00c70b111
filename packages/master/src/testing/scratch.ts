/**
 * What tests of this package share: directories, clocks, keys, configurations. Not exported.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Clock, MasterConfig } from "@salt/core";
import { defaultsOf, getString, masterOptions, parseJson } from "@salt/core";
import { PrivateKey } from "@salt/wire";

/** A directory that is removed after the test. */
export function scratch(t: Pick<TestContext, "after">): string {
  const dir = mkdtempSync(join(tmpdir(), "sm-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A clock that stands still until it is told otherwise. */
export class FakeClock implements Clock {
  time = Date.UTC(2026, 0, 2, 3, 4, 5);

  now(): number {
    return this.time;
  }

  /** Moves on by seconds. */
  pass(seconds: number): void {
    this.time += seconds * 1000;
  }
}

/** The key pairs of the vectors: making new ones takes too long. */
export function vectorKey(name: "master" | "minion" | "master_sign"): PrivateKey {
  const path = new URL("../../../../test/vectors/keys.json", import.meta.url);
  const keys = parseJson(readFileSync(path, "utf8"));
  const pair = keys instanceof Map ? keys.get(name) : undefined;
  return PrivateKey.fromPem(getString(pair, "privatePem") ?? "");
}

/** A configuration with everything below one directory. */
export function testConfig(dir: string, changes: Partial<MasterConfig> = {}): MasterConfig {
  return {
    ...defaultsOf(masterOptions),
    interface: "127.0.0.1",
    pki_dir: join(dir, "pki"),
    cachedir: join(dir, "cache"),
    sock_dir: join(dir, "sock"),
    ...changes,
  };
}

/** Ports that nobody listens on at the moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
