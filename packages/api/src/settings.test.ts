import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { readSettings } from "./settings.js";

test("a server without TLS has to be asked for", () => {
  assert.throws(() => readSettings(dict({ port: 8000 })), /ssl_crt and ssl_key are missing/);
  assert.throws(() => readSettings(dict({ port: 8000, ssl_crt: "/c" })), /ssl_key/);
  assert.equal(readSettings(dict({ disable_ssl: true })).settings.port, 8000);
});

test("values out of form are refused, and names that do nothing are told", () => {
  assert.throws(
    () => readSettings(dict({ port: "many", disable_ssl: true })),
    /'port' must be a whole number/,
  );
  const { warnings } = readSettings(dict({ disable_ssl: true, static: "/srv", prot: 1 }));
  assert.deepEqual(warnings, [
    "rest_cherrypy: 'static' has no effect here",
    "rest_cherrypy: 'prot' is not known",
  ]);
});
