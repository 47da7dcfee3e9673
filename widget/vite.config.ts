import { defineConfig } from "vite";

// Two modules with fixed names: a page names launcher.js, and that one loads chat.js at the first click.
// Not a "library" build: that one keeps its white space.
export default defineConfig({
  build: {
    outDir: "static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    minify: true,
    reportCompressedSize: false,
    rollupOptions: {
      input: { launcher: "src/launcher.ts", chat: "src/chat.ts" },
      preserveEntrySignatures: "exports-only",
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
});
