// After `tsc`: what is read from beside the code, the built package needs there too.
import { cpSync, existsSync } from 'node:fs';

const isNoCode = (path) => !path.endsWith('.ts');
for (const folder of ['src/server/pages', 'src/server/demo/host'])
  cpSync(folder, `dist/${folder}`, { recursive: true, filter: isNoCode });
if (existsSync('extension-ui/dist')) cpSync('extension-ui/dist', 'dist/extension-ui/dist', { recursive: true });
