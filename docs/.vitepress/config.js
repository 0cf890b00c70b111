/**
 * The site: the pages of docs/ as they stand in the repository, in one theme, with a search that needs no network.
 */
import { defineConfig } from "vitepress";
import { literalBraces } from "./literal-braces.js";
import { plainLinks } from "./plain-links.js";
import { searchWords } from "./search-words.js";
import { sidebar } from "./sidebar.js";
import { slug } from "./slug.js";

const config = defineConfig({
  lang: "en",
  title: "Salt, in TypeScript",
  description: "An independent implementation of Salt: masters, minions, states, pillars.",
  // Pages about the code are read beside the code.
  srcExclude: ["decisions/**"],
  outDir: "../build/site",
  cacheDir: "./node_modules/.cache",
  metaChunk: true,
  // A page is the same whoever builds it and when.
  lastUpdated: false,
  head: [["link", { rel: "icon", href: "/grain.svg", type: "image/svg+xml" }]],
  transformPageData(page) {
    if (page.relativePath.startsWith("reference/")) page.frontmatter.pageClass = "reference";
  },
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  markdown: {
    html: false,
    anchor: { slugify: slug },
    languageAlias: { jinja2: "jinja" },
    config: (markdown) => {
      plainLinks(markdown);
      literalBraces(markdown);
    },
  },
  themeConfig: {
    logo: "/grain.svg",
    outline: [2, 3],
    search: {
      provider: "local",
      options: { miniSearch: { options: { tokenize: searchWords }, searchOptions: { combineWith: "AND" } } },
    },
    nav: [
      { text: "Start", link: "/start" },
      { text: "Guides", link: "/states" },
      { text: "Reference", link: "/reference/" },
      { text: "Differences", link: "/differences" },
    ],
    sidebar: sidebar(),
    footer: { message: "Apache-2.0. Not affiliated with the Salt Project." },
  },
});

// biome-ignore lint/style/noDefaultExport: VitePress reads the default export.
export default config;
