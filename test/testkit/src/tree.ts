/**
 * Temporary directories and free ports.
 */
import { randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Closable } from "@salt/core";

/** A directory of a test's own; closing removes it. The path is short, for the sake of Unix sockets. */
export class Tree implements Closable {
  readonly path: string;

  constructor(name = "salt") {
    this.path = mkdtempSync(join(tmpdir(), `${name}-`));
  }

  /** The path of something in the tree. */
  at(...parts: readonly string[]): string {
    return join(this.path, ...parts);
  }

  /** Writes a file, and the directories above it, for this account alone; gives its path. */
  write(name: string, text: string): string {
    const path = this.at(name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  close(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Ports below those that systems take for outgoing connections, one of which could take a daemon's while it restarts. */
const LOWEST_PORT = 12_000;
const HIGHEST_PORT = 30_000;

/** TCP ports on loopback that nobody uses. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
