/** Apache: what is switched on and off. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeStates, runState } from "../testing/state-context.js";
import { apacheModule } from "./apache-module.js";
import { apacheSite } from "./apache-site.js";

test("a module is enabled once", async () => {
  const functions = {
    "apache.check_mod_enabled": (mod: unknown) => mod === "status",
    "apache.a2enmod": (mod: unknown) =>
      mod === "nosuch" ? { Status: "Mod nosuch Not found" } : { Status: `Mod ${String(mod)} enabled` },
  };
  const { context, calls } = fakeStates(functions);
  const enabled = (name: string) => runState(apacheModule, "enabled", { name }, context);
  assert.equal((await enabled("status")).comment, "status already enabled.");
  assert.deepEqual(await enabled("ssl"), {
    result: true,
    comment: "",
    changes: "{'old': None, 'new': 'ssl'}",
  });
  assert.equal(
    (await enabled("nosuch")).comment,
    "Failed to enable nosuch Apache module (Mod nosuch Not found)",
  );
  assert.deepEqual(
    calls.filter((call) => call.includes("a2enmod")),
    ["apache.a2enmod('ssl')", "apache.a2enmod('nosuch')"],
  );
});

test("a site is disabled, and in a trial only told to be", async () => {
  const functions = {
    "apache.check_site_enabled": () => true,
    "apache.a2dissite": () => ({ Status: 1 }),
  };
  const disabled = (isTest: boolean) =>
    runState(apacheSite, "disabled", { name: "shop" }, fakeStates(functions, isTest).context);
  assert.deepEqual(await disabled(true), {
    result: null,
    comment: "Apache site shop is set to be disabled.",
    changes: "{'old': 'shop', 'new': None}",
  });
  assert.equal((await disabled(false)).comment, "Failed to disable shop Apache site");
});
