import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { world } from './world';

// Everything is a file of its own with a hashed name: the policy of the server allows no inline
// script, no inline style and no other host.
export default defineConfig({
  plugins: [svelte(), world()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
