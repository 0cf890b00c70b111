/**
 * Names that Salt gives to distributions: which `os` a full name means, and which family an `os` belongs to.
 */

/** `os` by the first ten letters of the full name, lower case and without blanks. */
const OS_BY_NAME: { readonly [short: string]: string } = {
  alibabaclo: "Alinux",
  almalinux: "AlmaLinux",
  alt: "ALT",
  amazonami: "Amazon",
  antergos: "Antergos",
  arch: "Arch",
  archarm: "Arch ARM",
  chapeau: "Chapeau",
  cloudlinux: "CloudLinux",
  cloudserve: "CloudLinux",
  debian: "Debian",
  enterprise: "OEL",
  fedoraremi: "Fedora",
  gentoobase: "Gentoo",
  korora: "Korora",
  linuxmint: "Mint",
  manjaro: "Manjaro",
  manjarolin: "Manjaro",
  mendel: "Mendel",
  neon: "KDE neon",
  nilrt: "NILinuxRT",
  oracleserv: "OEL",
  photon: "VMware Photon OS",
  pidora: "Fedora",
  poky: "Poky",
  pop: "Pop",
  raspbian: "Raspbian",
  redhatente: "RedHat",
  rocky: "Rocky",
  scientific: "ScientificLinux",
  sles: "SUSE",
  slesexpand: "RES",
  synology: "Synology",
  univention: "Univention",
  void: "Void",
};

/** `os` where neither the name alone nor its start tells it. */
const OS_BY_ID_AND_NAME: { readonly [idAndName: string]: string } = {
  "astra/Astra Linux (Orel)": "AstraLinuxCE",
  "astra/Astra Linux (Smolensk)": "AstraLinuxSE",
  "pop/Pop!_OS": "Pop",
};

const FAMILIES: { readonly [family: string]: readonly string[] } = {
  Arch: ["Antergos", "Arch ARM", "EndeavourOS", "Manjaro", "Manjaro ARM"],
  Bluewhite: ["Bluewhite64"],
  Debian: [
    ...[
      "antiX",
      "AstraLinuxCE",
      "AstraLinuxSE",
      "Cumulus",
      "Deepin",
      "Devuan",
      "elementary",
      "elementary OS",
      "GCEL",
    ],
    ...[
      "IDMS",
      "Kali",
      "KDE neon",
      "Linaro",
      "Mendel",
      "Mint",
      "neon",
      "OSMC",
      "Parrot OS",
      "Pop",
      "Raspbian",
    ],
    ...["Trisquel", "TurnKey", "Ubuntu", "Univention"],
  ],
  Gentoo: ["Funtoo"],
  Mandriva: ["Mandrake"],
  RedHat: [
    ...[
      "Alinux",
      "AlmaLinux",
      "ALT",
      "AlterOS",
      "Amazon",
      "CentOS",
      "CentOS Stream",
      "Chapeau",
      "CloudLinux",
    ],
    ...[
      "FedBerry",
      "Fedora",
      "GoOSe",
      "Korora",
      "OEL",
      "OVS",
      "RED OS",
      "RES",
      "Rocky",
      "Sangoma",
      "Scientific",
    ],
    ...["ScientificLinux", "VMware Photon OS", "XCP", "XCP-ng", "XenServer"],
  ],
  Slackware: ["Slamd64"],
  Suse: [
    ...["alfaLinux", "alfaLinux Rise", "openSUSE", "openSUSE Leap", "openSUSE Tumbleweed", "SLED", "SLES"],
    ...["SLES_SAP", "SUSE", "SUSE  Enterprise Server", "SUSE Enterprise Server"],
  ],
  VMware: ["VMwareESX"],
};

/** The grain `os` for a distribution's full name and the `ID` of its os-release. */
export function osName(fullName: string, id?: string): string {
  const known = OS_BY_ID_AND_NAME[`${id}/${fullName}`];
  if (known !== undefined) return known;
  const name = fullName.replace(/\W(?:gnu\/)?linux/gi, "").trim();
  return OS_BY_NAME[name.replaceAll(" ", "").toLowerCase().slice(0, 10)] ?? name;
}

/** The grain `os_family` for an `os`. */
export function osFamily(os: string): string {
  const family = Object.keys(FAMILIES).find((name) => FAMILIES[name]?.includes(os));
  return family ?? os;
}
