/**
 * The menu of the documentation's site: it refuses to be built where it lacks a page, which is better known early.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

test("the menu names every page", async () => {
  const menu: unknown = await import(new URL("../../docs/.vitepress/sidebar.js", import.meta.url).href);
  assert.ok(typeof menu === "object" && menu !== null && "sidebar" in menu);
  assert.ok(typeof menu.sidebar === "function");
  assert.doesNotThrow(() => menu.sidebar instanceof Function && menu.sidebar());
});
