import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built into `dist`, served by the service under /app (src/server/admin). Nothing is loaded from elsewhere. */
export default defineConfig({
  base: '/app/',
  plugins: [react()],
  build: {
    target: 'es2023',
    // Vite's inline snippet for old browsers would need a hole in the content policy; the browsers we serve need it not.
    modulePreload: { polyfill: false },
    sourcemap: false,
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
