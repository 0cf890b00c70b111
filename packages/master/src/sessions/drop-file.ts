/**
 * The drop file: how commands beside the master ask it for a new AES key.
 */
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Closable, Logger } from "@salt/core";
import { errorText, writeFileAtomic } from "@salt/core";

/** Every second is soon enough, and costs a few microseconds. */
const PERIOD_MS = 1000;

function dropFile(cachedir: string): string {
  return join(cachedir, ".dfn");
}

/**
 * Asks a running master for a new AES key, so that minions without a key cannot read later publications. Where there
 * is no `cachedir`, no master runs, and there is nobody to ask.
 */
export function requestKeyRotation(cachedir: string): void {
  if (statSync(cachedir, { throwIfNoEntry: false }) === undefined) return;
  writeFileAtomic(dropFile(cachedir), "", { mode: 0o400 });
}

/** Takes a request for a new key: removes the file; whether there was one. */
function takeRotationRequest(cachedir: string): boolean {
  const path = dropFile(cachedir);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return false;
  rmSync(path, { force: true });
  return true;
}

/** Calls back whenever somebody asks for a new key, until it is closed. */
export function watchDropFile(cachedir: string, log: Logger, onRequest: () => void): Closable {
  const timer = setInterval(() => {
    try {
      if (takeRotationRequest(cachedir)) onRequest();
    } catch (error) {
      log.error({ error: errorText(error) }, "The request for a new AES key cannot be taken");
    }
  }, PERIOD_MS);
  return { close: () => clearInterval(timer) };
}
