import './styles/base.css';
import './styles/parts.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { keys } from './lib/keys.svelte';
import { live } from './lib/live.svelte';
import { themes } from './lib/theme.svelte';
import { words } from './lib/words.svelte';

themes.start();
keys.start();
await words.start();
const target = document.getElementById('app');
if (target) mount(App, { target });
live.start();
