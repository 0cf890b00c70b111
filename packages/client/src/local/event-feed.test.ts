import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BusEvent } from "@salt/core";
import { JobListener } from "./event-feed.js";

const JID = "20260101000000000001";
const event = (tag: string): BusEvent => ({ tag, data: new Map() });

function tagsOf(listener: JobListener): readonly string[] {
  return listener.take().map(({ tag }) => tag);
}

describe("JobListener", () => {
  it("keeps everything until the job is known, then only what belongs to it", () => {
    const listener = new JobListener();
    listener.hold();
    const own = [`salt/job/${JID}/ret/a`, JID, `syndic/south/salt/job/${JID}/ret/b`, `syndic/south/${JID}`];
    for (const tag of [...own, "salt/job/20260101000000000002/ret/a", "salt/auth"])
      listener.offer(event(tag));
    listener.release(JID);
    assert.deepEqual(tagsOf(listener), own);
    listener.offer(event("salt/job/20260101000000000002/ret/a"));
    listener.offer(event(`salt/job/${JID}/ret/c`));
    assert.deepEqual(tagsOf(listener), [`salt/job/${JID}/ret/c`]);
  });

  it("follows several jobs, also while another is being sent", () => {
    const listener = new JobListener();
    listener.hold();
    listener.release("1");
    listener.hold();
    listener.offer(event("salt/job/1/ret/a"));
    listener.offer(event("salt/job/2/ret/a"));
    listener.offer(event("salt/job/3/ret/a"));
    listener.release("2");
    assert.deepEqual(tagsOf(listener), ["salt/job/1/ret/a", "salt/job/2/ret/a"]);
  });

  it("wakes who waits", async () => {
    const listener = new JobListener();
    listener.hold();
    const waiting = listener.wait(60_000);
    listener.offer(event("x"));
    await waiting;
    assert.equal(listener.take().length, 1);
  });
});
