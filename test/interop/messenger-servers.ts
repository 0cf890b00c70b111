/**
 * NATS, OpenLDAP and a mail server out of Debian's packages, as processes on free ports of loopback.
 */
import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePorts } from "@salt/testkit";
import { until } from "./daemon.js";
import { fetchDrivers, unpackPackages } from "./fetched-packages.js";

const cache = fileURLToPath(new URL("../../../build/cache/messengers", import.meta.url));
const root = join(cache, "root");
const PACKAGES = ["nats-server", "slapd", "ldap-utils", "python3-aiosmtpd"];

/** Where Node finds the drivers: `driver_dirs` of ours. */
export const messengerDrivers = join(cache, "node");

/** The password of the directory's administrator and of ann. */
export const PASSWORD = "in-tests-only";

const ENTRIES = `dn: dc=x
objectClass: dcObject
objectClass: organization
o: x
dc: x

dn: cn=m-ours,dc=x
objectClass: device
cn: m-ours
serialNumber: 42

dn: uid=ann,dc=x
objectClass: inetOrgPerson
uid: ann
cn: Ann
sn: X
userPassword: ${PASSWORD}
`;

/** Fetches what is missing; why it could not, or undefined. */
export function fetchMessengers(): string | undefined {
  if (process.getuid?.() !== 0) return "apt resolves and fetches packages for root only";
  const drivers = ["@nats-io/transport-node@3", "nodemailer@7", "ldapts@8"];
  return unpackPackages(cache, PACKAGES) ?? fetchDrivers(messengerDrivers, drivers);
}

/** The servers, until they are closed. */
export class MessengerServers {
  readonly natsPort: number;
  readonly ldapPort: number;
  readonly mailPort: number;
  /** A file that starts ldapsearch with its libraries. */
  readonly ldapsearch: string;
  /** The file that tells the pillar what to search for. */
  readonly pillarFile: string;
  readonly #place = mkdtempSync(join(tmpdir(), "salt-interop-messengers-"));
  readonly #processes: ChildProcess[] = [];
  readonly #sockets: Socket[] = [];
  #mail = "";

  private constructor([nats = 0, ldap = 0, mail = 0]: readonly number[]) {
    [this.natsPort, this.ldapPort, this.mailPort] = [nats, ldap, mail];
    this.ldapsearch = join(this.#place, "ldapsearch");
    this.pillarFile = join(this.#place, "pillar.yaml");
  }

  /** Starts all three and waits until they listen. */
  static async start(): Promise<MessengerServers> {
    const servers = new MessengerServers(await freePorts(3));
    try {
      servers.#startDirectory();
      servers.#spawn("usr/sbin/nats-server", ["-a", "127.0.0.1", "-p", String(servers.natsPort)]);
      servers.#startMail();
      for (const port of [servers.natsPort, servers.ldapPort, servers.mailPort]) {
        await until(`port ${port}`, () => listens(port));
      }
    } catch (error) {
      await servers.close();
      throw error;
    }
    return servers;
  }

  /** What the mail server printed: every mail. */
  get mail(): string {
    return this.#mail;
  }

  /** Subscribes a connection of its own to everything below `salt.`; gives what it has heard so far. */
  subscribe(): () => string {
    let heard = "";
    const socket = connect(this.natsPort, "127.0.0.1", () =>
      socket.write('CONNECT {"verbose":false}\r\nSUB salt.> 1\r\nPING\r\n'),
    );
    socket.on("data", (chunk) => {
      heard += chunk.toString();
      if (chunk.includes("PING")) socket.write("PONG\r\n");
    });
    this.#sockets.push(socket);
    return () => heard;
  }

  /** Ends them all. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#processes.map(ended));
    rmSync(this.#place, { recursive: true, force: true });
  }

  #startDirectory(): void {
    const data = join(this.#place, "directory");
    mkdirSync(data);
    const conf = join(this.#place, "slapd.conf");
    const schemas = ["core", "cosine", "inetorgperson"].map(
      (name) => `include ${file(`etc/ldap/schema/${name}.schema`)}`,
    );
    const database = ["database mdb", 'suffix "dc=x"', 'rootdn "cn=admin,dc=x"', `rootpw ${PASSWORD}`];
    const modules = [`modulepath ${file("usr/lib/ldap")}`, "moduleload back_mdb"];
    const rest = [`directory ${data}`, "maxsize 10485760", ""];
    writeFileSync(conf, [...schemas, ...modules, ...database, ...rest].join("\n"));
    writeFileSync(join(this.#place, "entries.ldif"), ENTRIES);
    writeFileSync(this.pillarFile, searchesAt(this.ldapPort));
    const added = spawnSync(
      file("usr/sbin/slapd"),
      ["-T", "add", "-f", conf, "-l", join(this.#place, "entries.ldif")],
      { env: environment(), encoding: "utf8" },
    );
    if (added.status !== 0) throw new TypeError(`slapadd: ${added.stderr}`);
    this.#spawn("usr/sbin/slapd", ["-d", "0", "-f", conf, "-h", `ldap://127.0.0.1:${this.ldapPort}`]);
    const libraries = environment().LD_LIBRARY_PATH ?? "";
    const line = `LD_LIBRARY_PATH='${libraries}' exec '${file("usr/bin/ldapsearch")}' "$@"`;
    writeFileSync(this.ldapsearch, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }

  #startMail(): void {
    const listen = `127.0.0.1:${this.mailPort}`;
    const words = ["-u", "-m", "aiosmtpd", "-n", "-l", listen, "-c", "aiosmtpd.handlers.Debugging", "stdout"];
    const env = { ...process.env, PYTHONPATH: join(root, "usr/lib/python3/dist-packages") };
    const child = spawn("/usr/bin/python3", words, { env, stdio: ["ignore", "pipe", "ignore"] });
    child.stdout.on("data", (chunk: Buffer) => {
      this.#mail += chunk.toString();
    });
    this.#processes.push(child);
  }

  #spawn(path: string, args: readonly string[]): void {
    this.#processes.push(spawn(file(path), args, { env: environment(), stdio: "ignore", cwd: this.#place }));
  }
}

function searchesAt(port: number): string {
  const where = `server: 127.0.0.1, port: ${port}, tls: false, scope: 2, dn: dc=x`;
  const who = `binddn: "cn=admin,dc=x", bindpw: ${PASSWORD}`;
  const what = 'mode: dict, attrs: [serialNumber], dict_key_attr: cn, filter: "(cn={{ id }})"';
  return `directory: {${where}, ${who}, ${what}}\nsearch_order: [directory]\n`;
}

/** A file of the packages: unpacked, or the machine's own where its package is installed already. */
function file(path: string): string {
  const own = join(root, path);
  return existsSync(own) ? own : join("/", path);
}

function environment(): NodeJS.ProcessEnv {
  const libraries = join(root, "usr/lib");
  const folders = existsSync(libraries) ? readdirSync(libraries) : [];
  const paths = folders.filter((name) => name.endsWith("-linux-gnu")).map((name) => join(libraries, name));
  return { ...process.env, LD_LIBRARY_PATH: paths.join(":") };
}

function listens(port: number): boolean {
  const program = `require("node:net").connect(${port}, "127.0.0.1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))`;
  return spawnSync(process.execPath, ["-e", program]).status === 0;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await gone;
}
