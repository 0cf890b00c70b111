/** Functions of Docker against a small engine: what it is asked, and what is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonRepr } from "@salt/core";
import { callLine } from "../testing/execution-context.js";
import { fakeEngine } from "../testing/fake-engine.js";

const WEB = {
  Id: "a".repeat(64),
  Name: "/web",
  Image: "sha256:1",
  Config: { Tty: true },
  State: { Running: true },
};

test("containers: those that run come first, times and names are told", async (t) => {
  const list = [
    { Id: "1", Names: ["/old"], Status: "Exited (0)", Created: 0 },
    { Id: "2", Names: ["/web"], Status: "Up 2 hours", Created: 60 },
  ];
  const { context, asked } = await fakeEngine(t, { "GET /containers/json": list });
  const running = pythonRepr(await callLine(["docker.ps"], context));
  assert.match(running, /^\{'2': \{'Names': \['\/web'\], 'Status': 'Up 2 hours', 'Time_Created_Epoch': 60, /);
  const all = await callLine(["docker.ps", "all=True"], context);
  assert.deepEqual(all instanceof Map ? [...all.keys()] : [], ["2", "1"]);
  assert.deepEqual(await callLine(["docker.list_containers", "all=True"], context), ["old", "web"]);
  await callLine(["docker.ps", "filters={label: a}"], context);
  assert.match(asked.at(-1) ?? "", /filters=%7B%22label%22%3A\+%5B%22a%22%5D%7D/);
});

test("a container is made of the arguments and started", async (t) => {
  const { context, bodies, asked } = await fakeEngine(t, {
    "GET /images/nginx/json": { Id: "sha256:1" },
    "POST /containers/create": { Id: "abc", Warnings: [] },
    "GET /containers/web/json": { ...WEB, State: { Running: false } },
    "POST /containers/web/start": null,
  });
  const line = ["docker.create", "nginx", "name=web", "port_bindings=8080:80", "start=True"];
  const told = pythonRepr(await callLine(line, context));
  assert.match(
    told,
    /^\{'Id': 'abc', 'Warnings': \[\], 'Time_Elapsed': [\d.e-]+, 'Name': 'web', 'Started': True\}$/,
  );
  assert.match(
    pythonRepr(bodies[0] ?? null),
    /'Image': 'nginx'.*'80\/tcp': \[\{'HostIp': '', 'HostPort': '8080'\}\]/,
  );
  assert.ok(asked.includes("POST /containers/create?name=web"));
});

test("refusals are told with their status", async (t) => {
  const { context } = await fakeEngine(t, {
    "GET /containers/bad/json": { status: 500, message: "it broke" },
    "GET /containers/web/json": WEB,
  });
  await assert.rejects(callLine(["docker.state", "bad"], context), /Error 500: it broke$/);
  await assert.rejects(callLine(["docker.state", "gone"], context), /Error 404: No such thing/);
  assert.equal(await callLine(["docker.exists", "gone"], context), false);
  assert.equal(await callLine(["docker.state", "web"], context), "running");
  await assert.rejects(callLine(["docker.rm", "web"], context), /is running, use force=True/);
});

test("starting what runs and stopping what is paused does nothing", async (t) => {
  const { context, asked } = await fakeEngine(t, {
    "GET /containers/web/json": WEB,
    "GET /containers/nap/json": { ...WEB, State: { Running: true, Paused: true } },
  });
  assert.equal(
    pythonRepr(await callLine(["docker.start", "web"], context)),
    `{'result': False, 'state': {'old': 'running', 'new': 'running'}, 'comment': "Container 'web' already running"}`,
  );
  assert.match(pythonRepr(await callLine(["docker.stop", "nap"], context)), /run with unpause=True/);
  assert.ok(asked.every((line) => line.startsWith("GET ")));
});

test("what a pull reports", async (t) => {
  const lines = [
    '{"status":"Pulling from library/nginx","id":"1.25"}',
    '{"status":"Already exists","id":"aaa"}',
    '{"status":"Pull complete","id":"bbb"}',
    '{"status":"Status: Downloaded newer image for nginx:1.25"}',
  ];
  const { context, asked } = await fakeEngine(t, {
    "GET /images/json": [],
    "POST /images/create?tag=1.25&fromImage=nginx": Buffer.from(lines.join("\r\n")),
    "POST /images/create?tag=latest&fromImage=gone": Buffer.from(
      '{"errorDetail":{"message":"no such"},"error":"x"}',
    ),
  });
  const told = pythonRepr(await callLine(["docker.pull", "nginx:1.25"], context));
  assert.match(
    told,
    /'retcode': 0, 'Layers': \{'Already_Pulled': \['aaa'\], 'Pulled': \['bbb'\]\}, 'Status': 'Down/,
  );
  assert.match(
    pythonRepr(await callLine(["docker.pull", "gone"], context)),
    /'retcode': 1, 'Errors': \['no such'\]/,
  );
  assert.equal(asked.length, 4);
});

test("logs of a terminal are plain, those of none are framed", async (t) => {
  const framed = Buffer.from([1, 0, 0, 0, 0, 0, 0, 3, 104, 105, 10]);
  const { context } = await fakeEngine(t, {
    "GET /containers/web/json": WEB,
    "GET /containers/job/json": { ...WEB, Config: { Tty: false } },
    "GET /containers/web/logs": Buffer.from("hi\n"),
    "GET /containers/job/logs": framed,
  });
  assert.equal(await callLine(["docker.logs", "web"], context), "hi\n");
  assert.equal(await callLine(["docker.logs", "job"], context), "hi\n");
  await assert.rejects(callLine(["docker.logs", "web", "stream=True"], context), /not supported/);
});

test("what two containers differ in", async (t) => {
  const one = { ...WEB, Config: { Image: "a", Env: ["B=2", "A=1"] }, HostConfig: { Memory: 0, Links: null } };
  const other = { ...WEB, Config: { Image: "b", Env: ["A=1", "B=2"] }, HostConfig: { Memory: 5, Links: [] } };
  const { context } = await fakeEngine(t, {
    "GET /containers/one/json": one,
    "GET /containers/other/json": other,
    "GET /images/a/json": { Id: "same" },
    "GET /images/b/json": { Id: "same" },
  });
  assert.equal(
    pythonRepr(await callLine(["docker.compare_containers", "one", "other"], context)),
    "{'HostConfig': {'Memory': {'old': 0, 'new': 5}}}",
  );
});

test("an engine that does not answer", async () => {
  const { fakeContext } = await import("../testing/execution-context.js");
  const opts = new Map([["docker.url", "unix:///nonexistent/docker.sock"]]);
  const { context } = fakeContext({ opts });
  await assert.rejects(callLine(["docker.ps"], context), /Unable to perform containers: connect ENOENT/);
});
