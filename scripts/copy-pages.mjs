// After `tsc`: pages are read from beside the code, so the built package needs them there too.
import { cpSync } from 'node:fs';

cpSync('src/server/pages', 'dist/src/server/pages', { recursive: true, filter: (path) => !path.endsWith('.ts') });
