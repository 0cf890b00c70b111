/** States of Docker: what they ask of the module, and what they tell. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dict } from "@salt/core";
import { EngineRefusal } from "../execution/docker-functions/engine/engine-call.js";
import { fakeStates, runState } from "../testing/state-context.js";
import { dockerContainer } from "./docker-container.js";
import { dockerImage } from "./docker-image.js";
import { dockerNetwork } from "./docker-network.js";
import { dockerVolume } from "./docker-volume.js";

const gone = (): never => {
  throw new EngineRefusal(404, "No such thing");
};
const WEB = dict({ Id: "new", Name: "/web", Image: "sha256:1", NetworkSettings: { Networks: {} } });

/** An engine with the container `web` of the image `nginx`. */
const ENGINE = {
  "docker.resolve_image_id": () => "sha256:1",
  "docker.inspect_container": () => WEB,
  "docker.state": () => "running",
  "docker.create": () => ({ Id: "new", Name: "temp" }),
  "docker.version": () => ({ VersionInfo: [20, 10, 24] }),
  "docker.compare_containers": () => ({}),
  "docker.compare_container_networks": () => ({}),
  "docker.rm": () => ["old"],
  "docker.rename": () => true,
  "docker.start": () => ({ result: true, state: { old: "stopped", new: "running" } }),
  "config.option": () => null,
};

test("a container that is as wanted stays, and the one to compare with is removed", async () => {
  const { context, calls } = fakeStates(ENGINE);
  const told = await runState(dockerContainer, "running", { name: "web", image: "nginx", cmd: "x" }, context);
  assert.deepEqual(told, {
    result: true,
    comment: "Container 'web' is already configured as specified",
    changes: "{}",
  });
  assert.ok(calls.some((call) => /^docker.rm.*temp/.test(call)));
});

test("one that differs is replaced, in a trial only compared", async () => {
  const differs = {
    ...ENGINE,
    "docker.compare_containers": () => ({ Config: { Cmd: { old: ["a"], new: ["b"] } } }),
  };
  const trial = fakeStates(differs, true);
  const planned = await runState(dockerContainer, "running", { name: "web", image: "nginx" }, trial.context);
  assert.deepEqual([planned.result, planned.comment], [null, "Container 'web' would be replaced"]);
  assert.ok(trial.calls.every((call) => !call.startsWith("docker.rename")));
  const real = fakeStates(differs);
  const told = await runState(dockerContainer, "running", { name: "web", image: "nginx" }, real.context);
  assert.deepEqual([told.result, told.comment], [true, "Replaced container 'web'"]);
  assert.match(String(told.changes), /'container_id': \{'removed': \['old'\], 'added': 'new'\}/);
});

test("one that is missing is made; what cannot be made is told", async () => {
  const missing = { ...ENGINE, "docker.inspect_container": gone };
  const trial = fakeStates(missing, true);
  const planned = await runState(dockerContainer, "running", { name: "web", image: "nginx" }, trial.context);
  assert.deepEqual([planned.result, planned.comment], [null, "Container 'web' would be created"]);
  const refused = fakeStates({ ...missing, "docker.create": () => gone() });
  const told = await runState(dockerContainer, "running", { name: "web", image: "nginx" }, refused.context);
  assert.deepEqual([told.result, told.comment], [false, "Error 404: No such thing"]);
  const nameless = await runState(dockerContainer, "running", { name: "web" }, refused.context);
  assert.equal(nameless.comment, "The 'image' argument is required");
});

test("stopping tells paused and absent ones apart", async () => {
  const states = {
    "docker.state": (name: unknown) => (name === "gone" ? gone() : name === "nap" ? "paused" : "running"),
    "docker.stop": () => ({ result: true, state: { old: "running", new: "stopped" } }),
  };
  const { context } = fakeStates(states);
  const run = (args: { readonly [name: string]: string[] | boolean }) =>
    runState(dockerContainer, "stopped", { name: "x", ...args }, context);
  const both = await run({ containers: ["gone", "nap"] });
  assert.equal(
    both.comment,
    "The following container(s) are absent: gone. The following container(s) are paused: nap",
  );
  const told = await run({ containers: ["nap", "web"], unpause: true });
  assert.deepEqual([told.result, told.comment], [true, "The following container(s) were stopped: web, nap"]);
});

test("images: present, pulled, and a pull that brought nothing", async () => {
  const there = fakeStates({ "docker.inspect_image": () => ({ Id: "sha256:1" }) });
  const known = await runState(dockerImage, "present", { name: "nginx", tag: "1" }, there.context);
  assert.deepEqual([known.result, known.comment], [true, "Image nginx:1 already present"]);
  const failing = fakeStates({
    "docker.inspect_image": gone,
    "docker.pull": () => ({ retcode: 1, Errors: ["denied"] }),
  });
  const told = await runState(dockerImage, "present", { name: "nginx" }, failing.context);
  assert.equal(told.result, false);
  assert.match(String(told.comment), /denied/);
  const sls = await runState(dockerImage, "present", { name: "nginx", sls: "x" }, failing.context);
  assert.match(String(sls.comment), /not supported/);
});

test("networks and volumes: a trial changes nothing", async () => {
  const network = fakeStates({ "docker.inspect_network": gone }, true);
  const made = await runState(
    dockerNetwork,
    "present",
    { name: "n", subnet: "10.0.0.0/24" },
    network.context,
  );
  assert.deepEqual([made.result, made.comment], [null, "Network will be created"]);
  const wrong = await runState(dockerNetwork, "present", { name: "n", gateway: "10.0.0.1" }, network.context);
  assert.deepEqual([wrong.result, wrong.comment], [false, "A subnet is required in each IPAM pool"]);
  const volumes = fakeStates(
    { "docker.volumes": () => ({ Volumes: [{ Name: "v", Driver: "local" }] }) },
    true,
  );
  const removal = await runState(dockerVolume, "absent", { name: "v" }, volumes.context);
  assert.deepEqual([removal.result, removal.comment], [null, "The volume 'v' will be removed"]);
  const other = await runState(dockerVolume, "present", { name: "v", driver: "nfs" }, volumes.context);
  assert.match(String(other.comment), /does not match specified driver \('nfs'\) and force is False/);
});
