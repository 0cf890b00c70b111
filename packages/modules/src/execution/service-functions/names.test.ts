/**
 * Names of services that are no options and no paths.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SaltInvocationError } from "@salt/core";
import { fakeContext } from "../../testing/execution-context.js";
import { serviceName, shownUnit, unitName } from "./names.js";

const hostile = ["-H", "--root=/x", "a\nb", "a\0b", "", "../etc/passwd", "a/b"];

describe("names of services", () => {
  it("get the type that units have", () => {
    assert.equal(unitName("ssh"), "ssh.service");
    assert.equal(unitName("ssh.socket"), "ssh.socket");
    assert.equal(shownUnit("ssh.service"), "ssh");
    assert.equal(shownUnit("ssh.socket"), "ssh.socket");
    assert.equal(shownUnit("ssh.wants"), undefined);
  });

  it("are refused where they are none", () => {
    for (const name of hostile) assert.throws(() => serviceName(name), SaltInvocationError, name);
  });

  for (const fun of ["start", "stop", "restart", "enable", "disable", "status", "available", "enabled"]) {
    it(`service.${fun} refuses them`, async () => {
      for (const name of hostile)
        await assert.rejects(fakeContext().context.call(`service.${fun}`, [name]), SaltInvocationError, name);
    });
  }
});
