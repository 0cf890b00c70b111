/**
 * VitePress's own theme, with the colours of this site.
 */
import DefaultTheme from "vitepress/theme";
import "./site.css";

// biome-ignore lint/style/noDefaultExport: VitePress reads the default export.
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    // A page that cannot be rendered ends the build; Vue would print the fault and leave the page empty.
    if (import.meta.env.SSR)
      app.config.errorHandler = (error) => {
        throw error;
      };
  },
};
