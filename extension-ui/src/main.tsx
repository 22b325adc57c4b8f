import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './base.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { readBoot, takeArrival } from './bridge/boot.ts';
import { bridgeFor } from './bridge/index.ts';
import { Root } from './root.tsx';
import { drawing } from './shell/drawing.tsx';
import { speak } from './texts/i18n.ts';

const boot = readBoot(document);
const bridge = bridgeFor(boot, takeArrival(window), drawing, window);
speak(bridge.context().locale);
// Dialogs hold the page behind them still by a style element of their own, which the content policy lets in by this alone.
setNonce(boot.styleNonce);

const root = document.getElementById('root');
if (root) createRoot(root).render(<Root boot={boot} bridge={bridge} />);
