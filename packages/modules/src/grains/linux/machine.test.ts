/**
 * Virtualisation, init, kernel parameters, disks and graphics, each from the files of a made-up machine.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fakeMachine } from "../portable/fake-machine.js";
import { parseMdstat, readDisks, readVolumes, splitVolumeName } from "./block-devices.js";
import { pciNames, readGraphics, vendorWord } from "./graphics.js";
import { readHardware } from "./hardware.js";
import { initSystem } from "./init.js";
import { parseCmdline } from "./kernel.js";
import { readEfi, readSelinux } from "./security.js";
import { featuresIn, parseSystemdVersion, versionInName } from "./systemd.js";
import { readVirtual, virtualFromDetected } from "./virtual.js";
import { parsePools } from "./zfs.js";

describe("virtual", () => {
  const look = (files: { readonly [path: string]: string }, cpuinfo = "flags : fpu\n") => {
    const machine = fakeMachine({ files });
    return readVirtual(machine, cpuinfo, readHardware(machine));
  };

  test("a machine that says nothing is real", async () => {
    assert.deepEqual(await look({}), { virtual: "physical" });
  });

  test("containers, by the mark of their manager", async () => {
    const docker = { virtual: "container", virtual_subtype: "Docker" };
    assert.deepEqual(await look({ "/.dockerenv": "" }), docker);
    assert.deepEqual(await look({ "/proc/1/cgroup": "0::/docker-ce/1\n1:cpu:/docker/1\n" }), docker);
    const lxc = { virtual: "container", virtual_subtype: "LXC" };
    assert.deepEqual(await look({ "/proc/1/environ": "TERM=linux\0container=lxc\0" }), lxc);
    assert.deepEqual(await look({ "/run/.containerenv": "" }), {
      virtual: "container",
      virtual_subtype: "Podman",
    });
    assert.deepEqual(await look({ "/proc/1/cgroup": "1:cpu:/kubepods/1\n" }), {
      virtual: "virtual",
      virtual_subtype: "kubernetes",
    });
  });

  test("guests, by the tables of their firmware", async () => {
    const dmi = (vendor: string, product: string) => ({
      "/sys/class/dmi/id/sys_vendor": `${vendor}\n`,
      "/sys/class/dmi/id/product_name": `${product}\n`,
    });
    assert.deepEqual(await look(dmi("QEMU", "Standard PC")), { virtual: "kvm" });
    assert.deepEqual(await look(dmi("innotek GmbH", "VirtualBox")), { virtual: "VirtualBox" });
    assert.deepEqual(await look(dmi("Microsoft Corporation", "Virtual Machine")), { virtual: "VirtualPC" });
    assert.deepEqual(await look(dmi("Dell Inc.", "PowerEdge R640")), { virtual: "physical" });
  });

  test("Xen, by what the kernel shows of it", async () => {
    assert.deepEqual(await look({ "/proc/xen/capabilities": "control_d\n" }), {
      virtual: "xen",
      virtual_subtype: "Xen Dom0",
    });
    assert.deepEqual(await look({ "/proc/xen/capabilities": "" }), {
      virtual: "xen",
      virtual_subtype: "Xen PV DomU",
    });
  });

  test("answers of systemd-detect-virt that have no name in Salt", () => {
    assert.equal(virtualFromDetected("none"), undefined);
    assert.deepEqual(virtualFromDetected("lxc-libvirt"), { virtual: "container", virtual_subtype: "LXC" });
  });
});

describe("init", () => {
  test("by the directory of systemd, by what /sbin/init is, by its own name", () => {
    const of = (files: { readonly [path: string]: string }, programs: readonly string[] = []) =>
      initSystem(fakeMachine({ files, programs }));
    assert.equal(of({ "/run/systemd/system/x": "" }), "systemd");
    const init = { "/proc/1/cmdline": "/sbin/init\0splash\0", "/sbin/init": "\0ELF\0UPSTART_JOB\0systemd\0" };
    assert.equal(of(init, ["/sbin/init"]), "upstart");
    assert.equal(of({ "/proc/1/cmdline": "/usr/bin/tini\0--\0sh\0" }, ["/usr/bin/tini"]), "tini");
    assert.equal(of({ "/proc/1/cmdline": "runit\0" }), "runit");
    assert.equal(of({}), "unknown");
  });
});

describe("kernel parameters", () => {
  test("values in quotes, without a value, with more than one sign", () => {
    assert.deepEqual(parseCmdline('root=/dev/sda1 quiet dyndbg="file a.c +p" init=a=b\n'), [
      ["root", "/dev/sda1"],
      ["quiet", null],
      ["dyndbg", "file a.c +p"],
      ["init", null],
    ]);
  });
});

describe("systemd", () => {
  const features = "+PAM +AUDIT -SELINUX default-hierarchy=unified";

  test("from the library", () => {
    assert.equal(versionInName("libsystemd-shared-255.4-1.fc40.so"), "255");
    assert.equal(versionInName("libsystemd-core-255.so"), undefined);
    assert.equal(featuresIn(Buffer.from(`text\0${features}\0text`)), features);
    assert.equal(featuresIn(Buffer.from("text\0")), undefined);
  });

  test("from the program", () => {
    assert.deepEqual(parseSystemdVersion(`systemd 252 (252.39-1)\n${features}\n`), {
      version: "252",
      features,
    });
    assert.deepEqual(parseSystemdVersion(""), { version: "UNDEFINED", features: "" });
  });
});

describe("disks", () => {
  test("real ones by whether they rotate", () => {
    const links = {
      "/sys/block/sda": "../devices/pci0000:00/block/sda",
      "/sys/block/nvme0n1": "../devices/pci0000:00/block/nvme0n1",
      "/sys/block/loop0": "../devices/virtual/block/loop0",
    };
    const files = {
      "/sys/block/sda/queue/rotational": "1\n",
      "/sys/block/nvme0n1/queue/rotational": "0\n",
      "/sys/block/loop0/queue/rotational": "1\n",
    };
    assert.deepEqual(readDisks(fakeMachine({ files, links })), { disks: ["sda"], ssds: ["nvme0n1"] });
  });

  test("RAID devices", () => {
    const text =
      "Personalities : [raid1]\nmd1 : active raid1 sda1[0]\nmd0 : active raid1 sda2[0]\nunused devices: <none>\n";
    assert.deepEqual(parseMdstat(text), ["md0", "md1"]);
  });

  test("logical volumes: dashes in names, inner parts left out", () => {
    assert.deepEqual(splitVolumeName("vg--one-root"), ["vg-one", "root"]);
    const files = {
      "/sys/block/dm-0/dm/name": "vg--one-root\n",
      "/sys/block/dm-0/dm/uuid": `LVM-${"a".repeat(64)}\n`,
      "/sys/block/dm-1/dm/name": "vg--one-pool_tmeta\n",
      "/sys/block/dm-1/dm/uuid": `LVM-${"b".repeat(64)}-tpool\n`,
    };
    assert.deepEqual(readVolumes(fakeMachine({ files })), { "vg-one": ["root"] });
  });

  test("sizes of ZFS pools are bytes", () => {
    assert.deepEqual(parsePools("tank\t1.5K\nrpool\t960G\n"), { tank: 1536, rpool: 1030792151040 });
  });
});

describe("graphics", () => {
  const ids =
    "8086  Intel Corporation\n\t1234  Network thing\n10de  NVIDIA Corporation\n\t2204  GA102 [GeForce RTX 3090]\n\t\t1458 403b  Board\n1af4  Red Hat, Inc.\n\t2204  Not this\n";

  test("names of vendor and device", () => {
    assert.deepEqual(pciNames(ids, "10de", "2204"), {
      vendor: "NVIDIA Corporation",
      device: "GA102 [GeForce RTX 3090]",
    });
    assert.deepEqual(pciNames(ids, "10de", "9999"), { vendor: "NVIDIA Corporation", device: "Device 9999" });
    assert.equal(vendorWord("Advanced Micro Devices, Inc. [AMD/ATI]"), "amd");
  });

  test("only display classes count", () => {
    const device = (slot: string, type: string) => ({
      [`/sys/bus/pci/devices/${slot}/class`]: `${type}\n`,
      [`/sys/bus/pci/devices/${slot}/vendor`]: "0x10de\n",
      [`/sys/bus/pci/devices/${slot}/device`]: "0x2204\n",
    });
    const files = {
      ...device("0000:00:01.0", "0x030000"),
      ...device("0000:00:02.0", "0x020000"),
      "/usr/share/misc/pci.ids": ids,
    };
    assert.deepEqual(readGraphics(fakeMachine({ files })), [
      { vendor: "nvidia", model: "GA102 [GeForce RTX 3090]" },
    ]);
  });
});

describe("security", () => {
  test("SELinux", () => {
    const machine = fakeMachine({
      files: { "/sys/fs/selinux/enforce": "1" },
      programs: ["/usr/sbin/getenforce"],
    });
    assert.deepEqual(readSelinux(machine), { enabled: true, enforced: "Enforcing" });
    assert.deepEqual(readSelinux(fakeMachine({})), { enabled: false });
  });

  test("secure boot is the last byte of the firmware's variable", () => {
    const path = "/sys/firmware/efi/efivars/SecureBoot-8be4df61";
    const efi = (value: string) => readEfi(fakeMachine({ files: { [path]: `\x06\0\0\0${value}` } }));
    assert.deepEqual(efi("\x01"), { efi: true, "efi-secure-boot": true });
    assert.deepEqual(efi("\0"), { efi: true, "efi-secure-boot": false });
    assert.deepEqual(readEfi(fakeMachine({})), { efi: false, "efi-secure-boot": false });
  });
});
