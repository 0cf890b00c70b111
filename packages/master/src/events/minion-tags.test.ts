import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jobOfTag, tagFault } from "./minion-tags.js";

const JID = "20260102030405000678";

describe("tagFault", () => {
  for (const tag of [
    "minion_start",
    "minion_ping",
    "salt/minion/web1/start",
    "salt/beacon/web1/load/",
    `salt/job/${JID}/prog/web1/3`,
    `salt/job/${JID}/start/web1`,
    "my/own/tag",
    "salt/custom",
    "salt/minion_mine/x",
    "keys/of/mine",
  ]) {
    test(`lets ${tag} pass`, () => assert.equal(tagFault("web1", tag), undefined));
  }

  for (const tag of [
    "",
    "key",
    "salt/key",
    "salt/auth",
    "salt/auth/",
    "salt/presence/present",
    "salt/batch/x/new",
    "salt/run/x/ret",
    "salt/wheel/x/new",
    "salt/cloud/x",
    "salt/cluster/x",
    JID,
    `${JID}/x`,
    `salt/job/${JID}/new`,
    `salt/job/${JID}/publish`,
    `salt/job/${JID}/return`,
    `salt/job/${JID}/error`,
    `salt/job/${JID}/ret/web1`,
    `salt/job/${JID}/ret/web2`,
    `salt//job/${JID}/new`,
    `/salt/job/${JID}/new`,
    `salt/job/${JID}/sub/web1/error/x`,
    `salt/job/${JID}/prog/web2/3`,
    `salt/job/${JID}/start/web2`,
    "salt/minion/web2/start",
    "salt/beacon/web2/load/",
    "minion/refresh/web1",
    "syndic/x",
    "line\nbreak",
    "nul\0",
    "x".repeat(513),
  ]) {
    test(`refuses ${JSON.stringify(tag.slice(0, 60))}`, () =>
      assert.notEqual(tagFault("web1", tag), undefined));
  }
});

test("jobOfTag finds the job", () => {
  assert.equal(jobOfTag(`salt/job/${JID}/prog/web1/3`), JID);
  assert.equal(jobOfTag("salt/minion/web1/start"), undefined);
});
