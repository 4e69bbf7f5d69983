import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { must } from '#shared/base/assert.ts';
import { App } from './app/App.tsx';
import { createBridge } from './bridge/create-bridge.ts';
import { readStyleNonce } from './style-nonce.ts';

readStyleNonce();
createRoot(must(document.getElementById('root'), 'the element #root')).render(
  <App bridge={createBridge()} />,
);
