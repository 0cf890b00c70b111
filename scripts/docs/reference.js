/**
 * All reference pages, and their index.
 */
import { errorPage } from "./error-page.js";
import { eventPage } from "./event-page.js";
import { commandExample, functionPages, stateExample } from "./function-pages.js";
import { page, table } from "./markdown.js";
import { optionPages } from "./option-pages.js";
import { pluginPages } from "./plugin-pages.js";

/** Kinds with a page for each module: folder, title, and how a function is shown in use. */
const FUNCTIONS = [
  ["execution", "execution", "Execution modules", commandExample("salt '*' ")],
  ["state", "states", "State modules", stateExample],
  ["runner", "runners", "Runners", commandExample("salt-run ")],
  ["wheel", "wheel", "Wheel functions", commandExample("WheelClient: ")],
];

/** `[path, text]` of every page below docs/reference. */
export async function referencePages() {
  const kinds = await Promise.all(
    FUNCTIONS.map(async ([kind, folder, title, example]) => ({
      folder,
      title,
      ...(await functionPages(kind, folder, title, example)),
    })),
  );
  const single = [
    ...optionPages(),
    ...(await pluginPages()),
    { path: "event-tags.md", title: "Event tags", ...eventPage() },
    { path: "error-codes.md", title: "Error codes", ...errorPage() },
  ];
  return [
    ["index.md", index(kinds, single)],
    ...kinds.flatMap(({ pages }) => pages),
    ...single.map(({ path, text }) => [path, text]),
  ];
}

function index(kinds, single) {
  const modules = kinds.map(({ folder, title, modules, count }) => [
    `[${title}](${folder}/index.md)`,
    `${modules} with ${count} functions`,
  ]);
  const others = single.map(({ path, title, count }) => [`[${title}](${path})`, String(count)]);
  const exits = ["[Exit statuses](../exit-codes.md)", ""];
  const intro = "Everything there is by name, written from the code by `npm run docs`.\n\n";
  return page("Reference", intro + table(["Of", "How many"], [...modules, ...others, exits]));
}
