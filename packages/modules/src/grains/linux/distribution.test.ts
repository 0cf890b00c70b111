/**
 * Names and releases of distributions, from their own files.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fakeMachine } from "../portable/fake-machine.js";
import { releaseGrains } from "../portable/release.js";
import { readDistribution } from "./distribution.js";
import { debianArchitecture, packageArchitecture } from "./package-architecture.js";

const of = (release: string, more: { readonly [path: string]: string } = {}) =>
  readDistribution(fakeMachine({ files: { "/etc/os-release": release, ...more } }));

describe("distribution", () => {
  test("Debian: everything from os-release", () => {
    const release =
      'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n';
    assert.deepEqual(of(release), {
      lsb_distrib_id: "Debian GNU/Linux",
      lsb_distrib_release: "12",
      lsb_distrib_codename: "bookworm",
      os: "Debian",
      os_family: "Debian",
      oscodename: "bookworm",
      osfullname: "Debian GNU/Linux",
      osrelease: "12",
    });
  });

  test("Debian unstable has no version: the file debian_version counts", () => {
    const release = 'NAME="Debian GNU/Linux"\nVERSION_CODENAME=trixie\nID=debian\n';
    assert.equal(of(release, { "/etc/debian_version": "trixie/sid\n" }).osrelease, "trixie/sid");
  });

  test("Ubuntu: lsb-release counts", () => {
    const release = 'NAME="Ubuntu"\nVERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=jammy\n';
    const lsb =
      'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\nDISTRIB_CODENAME=jammy\nDISTRIB_DESCRIPTION="Ubuntu 22.04.3 LTS"\n';
    const found = of(release, { "/etc/lsb-release": lsb });
    assert.equal(found.lsb_distrib_description, "Ubuntu 22.04.3 LTS");
    assert.deepEqual([found.os, found.os_family, found.osrelease], ["Ubuntu", "Debian", "22.04"]);
  });

  test("Rocky: the code name stands in brackets", () => {
    const release =
      'NAME="Rocky Linux"\nVERSION="9.3 (Blue Onyx)"\nID="rocky"\nVERSION_ID="9.3"\nPRETTY_NAME="Rocky Linux 9.3 (Blue Onyx)"\n';
    const found = of(release);
    assert.deepEqual([found.os, found.os_family, found.oscodename], ["Rocky", "RedHat", "Blue Onyx"]);
  });

  test("Red Hat: the code name of the version, not the pretty name", () => {
    const release =
      'NAME="Red Hat Enterprise Linux"\nVERSION="9.3 (Plow)"\nID="rhel"\nVERSION_ID="9.3"\nPRETTY_NAME="Red Hat Enterprise Linux 9.3 (Plow)"\n';
    const found = of(release);
    assert.deepEqual([found.os, found.os_family, found.oscodename], ["RedHat", "RedHat", "Plow"]);
  });

  test("CentOS 7 tells its minor release elsewhere", () => {
    const release =
      'NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nVERSION_ID="7"\nPRETTY_NAME="CentOS Linux 7 (Core)"\n';
    const found = of(release, { "/etc/centos-release": "CentOS Linux release 7.9.2009 (Core)\n" });
    assert.deepEqual([found.os, found.osrelease], ["CentOS", "7.9.2009"]);
  });

  test("openSUSE Leap goes by its CPE name", () => {
    const release =
      'NAME="openSUSE Leap"\nVERSION="15.5"\nID="opensuse-leap"\nVERSION_ID="15.5"\nCPE_NAME="cpe:/o:opensuse:leap:15.5"\n';
    const found = of(release);
    assert.deepEqual([found.os, found.os_family, found.osfullname], ["SUSE", "Suse", "Leap"]);
  });
});

describe("what follows from a release", () => {
  test("Debian's fingerprint has the short name", () => {
    assert.deepEqual(releaseGrains("Debian", "Debian GNU/Linux", "12"), {
      osrelease_info: [12],
      osmajorrelease: 12,
      osfinger: "Debian-12",
    });
  });

  test("Ubuntu's has the whole release", () => {
    assert.equal(releaseGrains("Ubuntu", "Ubuntu", "22.04").osfinger, "Ubuntu-22.04");
  });

  test("a release that is no number has no major release", () => {
    assert.deepEqual(releaseGrains("Arch", "Arch Linux", "rolling"), {
      osrelease_info: ["rolling"],
      osfinger: "Arch Linux-rolling",
    });
  });

  test("no release, nothing follows", () => {
    assert.deepEqual(releaseGrains("Arch", "Arch Linux", ""), {});
  });
});

describe("architecture of packages", () => {
  const elf = (bits: 1 | 2, machine: number, flags = 0): Uint8Array => {
    const bytes = new Uint8Array(64);
    bytes.set([0x7f, 0x45, 0x4c, 0x46, bits, 1]);
    new DataView(bytes.buffer).setUint16(18, machine, true);
    new DataView(bytes.buffer).setUint32(36, flags, true);
    return bytes;
  };

  test("Debian's names for what a program was built for", () => {
    const found = [elf(2, 62), elf(1, 62), elf(1, 3), elf(2, 183), elf(1, 40, 0x400), elf(1, 40)];
    assert.deepEqual(found.map(debianArchitecture), ["amd64", "x32", "i386", "arm64", "armhf", "armel"]);
  });

  test("what is no program has no architecture", () => {
    assert.equal(debianArchitecture(new Uint8Array(64)), undefined);
    assert.equal(debianArchitecture(new Uint8Array(3)), undefined);
  });

  test("the kernel's word where there is no dpkg, and on Red Hat", () => {
    assert.equal(packageArchitecture(fakeMachine({}), "Debian", "x86_64"), "x86_64");
    assert.equal(packageArchitecture(fakeMachine({}), "RedHat", "ppc64le"), "powerpc64le");
  });
});
