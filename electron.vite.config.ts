import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

/**
 * One build for three hosts. Every thread and host of `main` is an entry of its own, so that workers can be
 * started by file name; the sandboxed preload must be one CommonJS file without imports of its siblings.
 */
export default defineConfig({
  main: {
    build: {
      target: 'node20',
      outDir: 'out/main',
      sourcemap: true,
      rolldownOptions: {
        input: {
          electron: resolve(here, 'src/main/hosts/electron/index.ts'),
          local: resolve(here, 'src/main/hosts/local/index.ts'),
          cli: resolve(here, 'src/main/hosts/cli/index.ts'),
          'engine-worker': resolve(here, 'src/main/engine/engine-worker.ts'),
          'parser-worker': resolve(here, 'src/main/parser/parser-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve(here, 'src/main/hosts/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(here, 'src/renderer'),
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: resolve(here, 'out/renderer'),
      minify: true,
      // Read from the disk, not over a network: pieces would gain nothing.
      chunkSizeWarningLimit: 2500,
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(here, 'src/renderer/index.html') },
    },
  },
});
