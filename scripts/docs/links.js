/**
 * Links between the pages of the repository: every file that one names must be there, and every heading.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { slug } from "../../docs/.vitepress/slug.js";
import { root } from "../setup.js";

const LINK = /!?\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+"[^"]*")?\)|^\s*(?:link|src): (\/\S*)$/g;
const HEADING = /^#{1,6} +(.*?) *#*$/;

/** Every link that leads nowhere, as `file:line: what is wrong`. Addresses of other hosts are not asked. */
export function brokenLinks() {
  const anchors = new Map();
  return pages().flatMap((path) =>
    linesOutsideCode(readFileSync(path, "utf8")).flatMap(([line, number]) =>
      [...line.matchAll(LINK)].flatMap(([, href, inFrontMatter]) => {
        const fault = faultOf(href ?? inFrontMatter, path, anchors);
        return fault === undefined ? [] : [`${relative(root, path)}:${number}: ${fault}`];
      }),
    ),
  );
}

function pages() {
  const top = readdirSync(root).map((name) => join(root, name));
  const docs = readdirSync(join(root, "docs"), { recursive: true }).map((name) => join(root, "docs", name));
  return [...top, ...docs].filter((path) => path.endsWith(".md") && !path.includes("node_modules"));
}

function faultOf(href, page, anchors) {
  if (/^[a-z]+:/.test(href)) return undefined;
  const [path, anchor] = href.split("#");
  const place =
    path === "" ? page : path.startsWith("/") ? onSite(path) : join(dirname(page), decodeURI(path));
  if (place === undefined || !existsSync(place)) return `there is no ${path}`;
  if (anchor === undefined || statSync(place).isDirectory() || !place.endsWith(".md")) return undefined;
  if (!anchors.has(place)) anchors.set(place, anchorsOf(readFileSync(place, "utf8")));
  return anchors.get(place).has(anchor) ? undefined : `${path || "this page"} has no heading #${anchor}`;
}

/** The file behind a link of the start page, which names pages as the site does. */
function onSite(path) {
  const page = join(root, "docs", path.endsWith("/") ? `${path}index` : path);
  return [`${page}.md`, join(root, "docs", "public", path)].find((file) => existsSync(file));
}

function anchorsOf(text) {
  const found = new Set();
  for (const [line] of linesOutsideCode(text, false)) {
    const heading = HEADING.exec(line)?.[1];
    if (heading === undefined) continue;
    const base = slug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*\\]/g, ""));
    let anchor = base;
    for (let again = 1; found.has(anchor); again += 1) anchor = `${base}-${again}`;
    found.add(anchor);
  }
  return found;
}

/** The lines of a page with their numbers, blocks of code left out, and code inside of lines too where asked. */
function linesOutsideCode(text, isCodeOut = true) {
  let fence;
  return text.split("\n").flatMap((line, index) => {
    const mark = /^\s*(`{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || line.trim() === fence)) {
      fence = fence === undefined ? mark : undefined;
      return [];
    }
    if (fence !== undefined) return [];
    return [[isCodeOut ? line.replace(/`[^`]*`/g, "") : line, index + 1]];
  });
}
