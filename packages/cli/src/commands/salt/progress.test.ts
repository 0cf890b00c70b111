import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import { StatusLine } from "../../print/status-line.js";
import { fakeTerminal } from "../../print/testing.js";
import { counted, noProgress, progressFor } from "./progress.js";

const clock = { now: () => 0 };
const CLEAR = "\r\u001b[K";

describe("the progress line", () => {
  it("shows on a terminal while a job runs, and goes with it", (t) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    t.after(() => mock.timers.reset());
    const terminal = fakeTerminal({ isTerminal: true, isErrorTerminal: true });
    const progress = progressFor(terminal, new StatusLine(terminal), false, clock);
    progress.begin(3);
    progress.tick();
    assert.deepEqual(terminal.complaints, []);
    mock.timers.tick(400);
    progress.tick();
    progress.end();
    mock.timers.tick(5000);
    assert.deepEqual(terminal.complaints, [
      `${CLEAR}1/3 answered, 0 seconds`,
      `${CLEAR}2/3 answered, 0 seconds`,
      CLEAR,
    ]);
    assert.deepEqual(terminal.written, []);
  });

  it("is not there when output is piped", () => {
    for (const [isTerminal, isErrorTerminal] of [
      [false, true],
      [true, false],
    ] as const) {
      const terminal = fakeTerminal({ isTerminal, isErrorTerminal });
      assert.equal(progressFor(terminal, new StatusLine(terminal), false, clock), noProgress);
    }
  });

  it("is a few lines with --progress off a terminal", async () => {
    const terminal = fakeTerminal();
    const progress = progressFor(terminal, new StatusLine(terminal), true, clock);
    async function* answers(): AsyncGenerator<number> {
      for (let id = 0; id < 100; id += 1) yield id;
    }
    let seen = 0;
    for await (const _id of counted(progress, 100, answers())) seen += 1;
    assert.equal(seen, 100);
    assert.equal(terminal.complaints.length, 11);
    assert.equal(terminal.complaints.at(-1), "100/100 answered, 0 seconds\n");
  });
});

describe("StatusLine", () => {
  it("makes way for what is printed", () => {
    const all: string[] = [];
    const put = (text: string): void => void all.push(text);
    const terminal = fakeTerminal({ out: put, err: put, columns: 8 });
    const line = new StatusLine(terminal);
    line.show("a long text");
    line.terminal.out("m1: True\n");
    line.clear();
    line.clear();
    assert.deepEqual(all, [`${CLEAR}a long `, CLEAR, "m1: True\n", `${CLEAR}a long `, CLEAR]);
  });
});
