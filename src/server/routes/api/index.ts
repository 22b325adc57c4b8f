import type { App, AppParts } from '../../app-parts.ts';

/** Every resource of /api/v1. Keys are checked before any of them is reached (http/auth.ts). */
export function registerApi(_app: App, _parts: AppParts): void {}
