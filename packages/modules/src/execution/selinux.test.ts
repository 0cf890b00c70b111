/** SELinux: what its programs tell, and what they are asked. The lines are those of policycoreutils 3.4. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dict, get, SaltInvocationError } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";
import { contextParts, portOf } from "./selinux-functions/policy.js";

const LISTS: Readonly<Record<string, string>> = {
  boolean:
    "SELinux boolean                State  Default Description\n\nuse_x  (off  ,   on)  Whether x may be used\n",
  fcontext: [
    "/srv/web   directory   system_u:object_r:etc_t:s0 ",
    "/srv/web   regular file   system_u:object_r:usr_t:s0:c0.c1023 ",
    "/none   all files   <<None>>",
  ].join("\n"),
  port: "http_port_t    tcp      80, 443, 8000-8010\nother_t   udp   80\n",
};

function machine() {
  return recordingCommands((words) => {
    const list = words.includes("-l") ? LISTS[words[1] ?? ""] : undefined;
    if (list !== undefined) return { stdout: list };
    if (words.includes("-h")) return { stdout: "  -l  list\n  full  list all" };
    return words.includes("-lfull") ? { stdout: "100 apache pp\n400 old pp disabled\n" } : {};
  });
}

describe("selinux", () => {
  installedPrograms("semanage", "setsebool", "semodule", "restorecon");

  it("reads booleans and modules", async () => {
    const { context } = machine();
    const facts = { State: "off", Default: "on", Description: "Whether x may be used" };
    assert.deepEqual(await context.call("selinux.getsebool", ["use_x"]), dict(facts));
    const modules = await context.call("selinux.list_semod");
    assert.equal(get(get(modules, "old"), "Enabled"), false);
    assert.equal(get(get(modules, "apache"), "Enabled"), true);
  });

  it("finds the policy of a path by its kind and context", async () => {
    const { context } = machine();
    const ask = (options: object) =>
      context.call("selinux.fcontext_get_policy", ["/srv/web"], { ...options });
    assert.equal(get(await ask({ filetype: "f" }), "sel_level"), "s0:c0.c1023");
    assert.equal(get(await ask({ sel_type: "etc_t" }), "filetype"), "directory");
    assert.equal(await ask({ sel_type: "other_t" }), null);
    assert.equal(await context.call("selinux.fcontext_get_policy", ["/srv"]), null);
  });

  it("finds the policy of a port", async () => {
    const { context } = machine();
    assert.equal(get(await context.call("selinux.port_get_policy", ["tcp/443"]), "sel_type"), "http_port_t");
    assert.equal(await context.call("selinux.port_get_policy", ["udp/443"]), null);
    assert.deepEqual(portOf("x", "udp", "20-21"), ["udp", "20-21"]);
    for (const wrong of ["x", "tcp/8; id", "icmp/10", "tcp/-5"])
      assert.throws(() => portOf(wrong, null, null), SaltInvocationError);
  });

  it("changes a policy that is there, adds one that is not, and takes no options for names", async () => {
    const { context, commands } = machine();
    await context.call("selinux.fcontext_add_policy", ["/srv/web"], { sel_type: "x_t", filetype: "d" });
    assert.deepEqual(commands.at(-1)?.slice(1), "fcontext --modify --ftype d --type x_t /srv/web".split(" "));
    await context.call("selinux.fcontext_add_policy", ["/new"], { sel_type: "x_t" });
    assert.deepEqual(commands.at(-1)?.slice(1), "fcontext --add --type x_t /new".split(" "));
    for (const name of ["-D", "--deleteall", "a\nb"]) {
      await assert.rejects(context.call("selinux.fcontext_delete_policy", [name]), SaltInvocationError);
      await assert.rejects(context.call("selinux.setsebool", [name, "on"]), SaltInvocationError);
      await assert.rejects(context.call("selinux.remove_semod", [name]), SaltInvocationError);
    }
  });

  it("reads contexts", () => {
    assert.deepEqual(contextParts("u:r:t:s0-s0:c1")[3], ["sel_level", "s0-s0:c1"]);
    assert.throws(() => contextParts("u:r:t"), SaltInvocationError);
  });
});
