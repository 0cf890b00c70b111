/**
 * Returns that reach NATS and a mail server, and the pillar and the logins of an LDAP directory: real servers, a master and a minion.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Cluster } from "./cluster.js";
import { until } from "./daemon.js";
import { ours } from "./installation.js";
import { fetchMessengers, MessengerServers, messengerDrivers, PASSWORD } from "./messenger-servers.js";

const reason = fetchMessengers();
const MINION = "m-ours";

describe("messengers and directories", { skip: reason ?? false }, () => {
  let servers: MessengerServers;
  let cluster: Cluster;

  before(async () => {
    servers = await MessengerServers.start();
    cluster = await Cluster.start(ours, [ours], masterOptions(servers), {
      driver_dirs: [messengerDrivers],
      "nats.servers": `127.0.0.1:${servers.natsPort}`,
      "smtp.host": "127.0.0.1",
      "smtp.port": servers.mailPort,
      "smtp.from": "minion@example.com",
      "smtp.to": "ops@example.com",
    });
    await cluster.untilUp();
  });
  after(async () => {
    await cluster?.close();
    await servers?.close();
  });

  test("test.ping --return nats,smtp is heard by a subscriber and arrives as a mail", async () => {
    const heard = servers.subscribe();
    await until("the subscription", () => heard().includes("PONG"));
    assert.deepEqual(cluster.salt([MINION, "test.ping", "--return", "nats,smtp"]), { [MINION]: true });
    await until("the message", () => heard().includes("MSG salt.returns"));
    assert.match(heard(), /"fun": ?"test\.ping".*|"id": ?"m-ours"/s);
    await until("the mail", () => servers.mail.includes("test.ping"));
    assert.match(servers.mail, /From: minion@example\.com\r?\nTo: ops@example\.com/);
  });

  test("the pillar pillar_ldap has what the directory says of the minion", () => {
    assert.deepEqual(cluster.salt([MINION, "pillar.get", "directory"]), {
      [MINION]: { "m-ours": [{ serialNumber: "42" }] },
    });
  });

  test("the directory's passwords log in, and no others", () => {
    const login = (password: string) =>
      cluster.run("salt", ["-a", "ldap", "--username=ann", `--password=${password}`, MINION, "test.ping"]);
    assert.match(login(PASSWORD), /m-ours:\s+True/);
    assert.match(login("wrong"), /Authentication error occurred/);
  });
});

function masterOptions(servers: MessengerServers): Readonly<Record<string, unknown>> {
  return {
    auto_accept: true,
    driver_dirs: [messengerDrivers],
    "auth.ldap.server": "127.0.0.1",
    "auth.ldap.port": servers.ldapPort,
    "auth.ldap.binddn": "cn=admin,dc=x",
    "auth.ldap.bindpw": PASSWORD,
    "auth.ldap.basedn": "dc=x",
    "auth.ldap.filter": "uid={{ username }}",
    "auth.ldap.ldapsearch": servers.ldapsearch,
    external_auth: { ldap: { ann: [".*"] } },
    ext_pillar: [{ pillar_ldap: servers.pillarFile }],
  };
}
