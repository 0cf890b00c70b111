/**
 * `npm run test:docker-steps`: does in bare Debians what the Dockerfiles say, since no Docker engine is needed for that:
 * the steps of the build, then the commands and health checks of master and minion together. Needs root.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { freshRoot, runInRoot } from "./packaging/bare-root.js";
import { imageOf, readDockerfile } from "./packaging/dockerfile.js";
import { root, run } from "./setup.js";
import { ownVersion } from "./spread-version.js";

const API =
  "rest_cherrypy: {host: 127.0.0.1, port: 8000, disable_ssl: True}\nnetapi_enable_clients: [local]\n";
const version = ownVersion();
if (!existsSync(join(root, "build", `salt-${version}-linux-x64`)))
  run(process.execPath, [join(root, "scripts", "tarball.js")]);

const master = buildImage("master");
const minion = buildImage("minion");
checkMounts();
writeFileSync(join(minion.place, "etc", "salt", "minion.d", "id.conf"), "id: web1\n");
const script = join(root, "docker", "steps-test.sh");
const { salt, api } = parse("compose.yaml")[0].services;
expect(salt.read_only === true, "compose.yaml has the master's root read-only");
const isKept = (volume) => !volume.startsWith("./");
const kept = salt.volumes.filter(isKept).map((volume) => volume.split(":")[1]);
const mounts = { VOLUMES: kept.join(" "), IN_MEMORY: salt.tmpfs.join(" ") };
expect(
  api.volumes.filter(isKept).join() === salt.volumes.filter(isKept).join(),
  "api has the master's volumes",
);
writeFileSync(join(master.place, "etc", "salt", "master.d", "api.conf"), API);
writeScript(master, "api", api.entrypoint);
writeScript(master, "api-health", api.healthcheck.test.slice(1));
const done = spawnSync(
  "unshare",
  ["-n", "-m", "-p", "-f", "--kill-child", "--mount-proc", "sh", script, master.place, minion.place],
  { stdio: "inherit", env: { ...process.env, ...mounts } },
);
for (const { place } of [master, minion]) rmSync(place, { recursive: true, force: true });
rmSync(`${master.place}.volumes`, { recursive: true, force: true });
process.exit(done.status ?? 1);

/** Does the steps of a Dockerfile in a bare Debian, and puts into it what starts, checks and enters a container. */
function buildImage(name) {
  const text = readFileSync(join(root, "docker", `${name}.Dockerfile`), "utf8");
  const instructions = readDockerfile(text, { SALT_VERSION: version });
  const place = join(root, "build", `image-${name}`);
  rmSync(place, { recursive: true, force: true });
  renameSync(freshRoot([]), place);
  const so = [];
  for (const instruction of instructions) {
    so.push(instruction);
    step(instruction, imageOf(so), place);
  }
  const image = imageOf(instructions);
  writeScript({ place, image }, "start", image.command);
  writeScript({ place, image }, "health", image.health);
  writeFileSync(join(place, "exec"), `#!/bin/sh\n${asUser(image, '"$@"')}\n`, { mode: 0o755 });
  return { place, image };
}

/** A script in an image that runs words as the image's account. */
function writeScript({ place, image }, name, words) {
  const line = asUser(image, words.map(quoted).join(" "));
  writeFileSync(join(place, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

function step({ name, value }, image, place) {
  if (name === "FROM" && !value.startsWith("debian:bookworm"))
    throw new Error(`This cannot start from ${value}`);
  if (name === "COPY") {
    const [from, to] = value.split(/\s+/);
    mkdirSync(join(place, to), { recursive: true });
    cpSync(join(root, from), join(place, to), { recursive: true });
  }
  if (name !== "RUN") return;
  console.log(`RUN ${value.replace(/\s+/g, " ")}`);
  const status = runInRoot(place, ["/bin/sh", "-c", asUser(image, `sh -c ${quoted(value)}`)]);
  if (status !== 0) throw new Error(`RUN ended with status ${status}`);
}

/** A line of shell that runs words with the environment and as the account of an image. */
function asUser({ user, env }, words) {
  const pairs = Object.entries(env).map(([key, value]) => `${key}=${quoted(value)}`);
  const change =
    user === "root" ? "" : `setpriv --reuid=${user} --regid=${user} --init-groups --no-new-privs `;
  return `exec ${change}env ${pairs.join(" ")} ${words}`;
}

/** What is mounted over keys and caches elsewhere must be where the images have them. */
function checkMounts() {
  const compose = parse("compose.yaml")[0].services;
  const target = (volume) => volume.split(":")[1];
  for (const [service, { image }] of Object.entries({ salt: master, minion })) {
    const mounted = compose[service].volumes.map(target);
    for (const volume of image.volumes) expect(mounted.includes(volume), `compose.yaml mounts ${volume}`);
  }
  const pod = parse("kubernetes/minion-daemonset.yaml").find(({ kind }) => kind === "DaemonSet").spec.template
    .spec;
  const mounts = pod.containers[0].volumeMounts;
  for (const volume of minion.image.volumes) {
    expect(
      mounts.some(({ mountPath }) => mountPath === volume),
      `the DaemonSet mounts ${volume}`,
    );
  }
  const names = pod.volumes.map(({ name }) => name);
  for (const { name } of mounts) expect(names.includes(name), `the DaemonSet has a volume ${name}`);
}

function parse(file) {
  return parseAllDocuments(readFileSync(join(root, "docker", file), "utf8")).map((one) => {
    if (one.errors.length > 0) throw one.errors[0];
    return one.toJS();
  });
}

function expect(holds, what) {
  if (!holds) throw new Error(`Missed: ${what}`);
}

function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
