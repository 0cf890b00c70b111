/**
 * VitePress's own theme, with the colours of this site.
 */
import DefaultTheme from "vitepress/theme";
import "./site.css";

// biome-ignore lint/style/noDefaultExport: VitePress reads the default export.
export default DefaultTheme;
