/**
 * The menu beside the pages: guides by task, then the reference with a row for each of its pages.
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const docs = fileURLToPath(new URL("../", import.meta.url));
const reference = `${docs}reference/`;

const GUIDES = [
  [
    "Begin",
    [
      ["Ten minutes", "/start"],
      ["Installing", "/install"],
      ["Coming from Salt", "/migrating"],
      ["Differences", "/differences"],
    ],
  ],
  [
    "Use",
    [
      ["Targeting", "/targeting"],
      ["States and formulas", "/states"],
      ["State trees", "/state-trees"],
      ["Plans", "/state-plans"],
      ["Firewalls, networks, disks", "/system-modules"],
      ["Certificates", "/certificates"],
      ["Values from elsewhere (sdb)", "/sdb"],
      ["Containers of Docker", "/containers"],
      ["Drivers of databases", "/drivers"],
      ["Pillar", "/pillar"],
      ["Rendering", "/rendering"],
      ["Grains", "/grains"],
      ["Jobs and returners", "/jobs"],
      ["Schedule", "/schedule"],
      ["Beacons", "/beacons"],
      ["Engines", "/engines"],
      ["Orchestration", "/orchestration"],
      ["Reactor", "/reactor"],
      ["Batches and silent minions", "/missing-answers"],
      ["SPM", "/spm"],
      ["Exit statuses", "/exit-codes"],
      ["Completion, manual pages", "/completion-and-man-pages"],
    ],
  ],
  [
    "Extend",
    [
      ["Writing modules", "/writing-modules"],
      ["For programs", "/api"],
      ["Tour of the code", "/tour"],
    ],
  ],
  [
    "Operate",
    [
      ["Operations", "/operations"],
      ["Hardening", "/hardening"],
      ["Minions that upgrade themselves", "/self-update"],
      ["Salt's known holes", "/security-history"],
      ["External authentication", "/external-auth"],
      ["Over HTTP: salt-api", "/salt-api"],
      ["What is refused, and why", "/security"],
    ],
  ],
];

const REFERENCE = [
  [
    "Options",
    [
      ["Master", "/reference/master-options"],
      ["Minion", "/reference/minion-options"],
      ["salt-api", "/reference/salt-api-options"],
      ["spm", "/reference/spm-options"],
    ],
  ],
  [
    "Plugins",
    [
      ["Outputters", "/reference/outputters"],
      ["Renderers", "/reference/renderers"],
      ["Sources of the pillar", "/reference/pillar-sources"],
      ["Returners", "/reference/returners"],
      ["Beacons", "/reference/beacons"],
      ["Engines", "/reference/engines"],
      ["Modules of grains", "/reference/grains"],
    ],
  ],
  [
    "Words",
    [
      ["Event tags", "/reference/event-tags"],
      ["Error codes", "/reference/error-codes"],
      ["Exit statuses", "/exit-codes"],
    ],
  ],
];

const MODULES = [
  ["State modules", "states"],
  ["Execution modules", "execution"],
  ["Runners", "runners"],
  ["Wheel functions", "wheel"],
];

/** The menu of the guides, and that of the reference. */
export function sidebar() {
  allPagesAreNamed();
  const guides = GUIDES.map(([text, items]) => group(text, items));
  const fixed = REFERENCE.map(([text, items]) => group(text, items));
  const modules = MODULES.map(([text, folder]) => ({ ...group(text, pagesOf(folder)), collapsed: true }));
  const all = { text: "Everything", link: "/reference/" };
  return {
    "/": [...guides, { text: "Reference", items: [all] }],
    "/reference/": [all, ...fixed, ...modules],
  };
}

/** Throws for a page that no reader of the menu would find. */
function allPagesAreNamed() {
  const named = [...GUIDES, ...REFERENCE].flatMap(([, items]) => items.map(([, link]) => link));
  const pages = ["", "reference/"].flatMap((folder) =>
    readdirSync(`${docs}${folder}`)
      .filter((name) => name.endsWith(".md") && name !== "index.md")
      .map((name) => `/${folder}${name.replace(/\.md$/, "")}`),
  );
  const missing = pages.find((page) => !named.includes(page));
  if (missing !== undefined) throw new TypeError(`The menu does not name ${missing}`);
}

function group(text, items) {
  const missing = items.find(([, link]) => !existsSync(`${docs}${link}.md`));
  if (missing !== undefined) throw new TypeError(`The menu names ${missing[1]}, which is no page`);
  return { text, items: items.map(([name, link]) => ({ text: name, link })) };
}

function pagesOf(folder) {
  if (!existsSync(`${reference}${folder}`)) return [];
  const names = readdirSync(`${reference}${folder}`).map((file) => file.replace(/\.md$/, ""));
  return names
    .filter((name) => name !== "index")
    .sort()
    .map((name) => [name, `/reference/${folder}/${name}`]);
}
