/** Fetching piece by piece: in order, and never more than a few pieces on their way or waiting. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dict, Value } from "@salt/core";
import { dict } from "@salt/core";
import { filePieces } from "./file-pieces.js";

const PIECE = 1000;
const file = { path: "f", saltenv: "base" };
const { signal } = new AbortController();

/** A file server whose answers count as on their way until they are taken. */
function server(size: number): { request: (load: Dict) => Promise<Value>; asked: () => number } {
  let asked = 0;
  const request = async (load: Dict): Promise<Value> => {
    asked++;
    const loc = Number(load.get("loc"));
    return dict({ data: Buffer.alloc(Math.max(0, Math.min(PIECE, size - loc)), loc / PIECE), dest: "f" });
  };
  return { request, asked: () => asked };
}

test("a file of 50 pieces is never more than 4 pieces ahead of its reader", async () => {
  const { request, asked } = server(50 * PIECE);
  let taken = 0;
  for await (const piece of filePieces(request, file, { size: 50 * PIECE, gzip: undefined, signal })) {
    // All that could be asked for has been by now; the reader has this piece and no other.
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(piece[0], taken++);
    assert.ok(asked() - taken <= 4, `${asked() - taken} pieces ahead`);
  }
  assert.equal(taken, 50);
  assert.equal(asked(), 50);
});

test("pieces of a file whose size is not known come one by one", async () => {
  const { request, asked } = server(3 * PIECE);
  let taken = 0;
  for await (const _ of filePieces(request, file, { size: undefined, gzip: undefined, signal })) {
    taken++;
    assert.equal(asked(), taken);
  }
  assert.equal(asked(), 4);
});
