import { ERRORS, PARK_REASONS } from '../src/errors.ts';

/** docs/errors.md. */
export function errorsReference(): string {
  const errors = Object.entries(ERRORS).map(([code, { status, advice }]) => `| \`${code}\` | ${status} | ${advice} |`);
  const reasons = Object.entries(PARK_REASONS).map(([reason, advice]) => `| \`${reason}\` | ${advice} |`);
  return `# Errors

<!-- Generated from src/errors.ts by \`npm run docs\`. Do not edit. -->

A request that fails is answered with \`{"code", "message", "requestId"}\`. \`code\` is stable; programs go by it. \`message\` is for people
and holds no secret and nobody's data. \`requestId\` is in the server's log. A start-up or a command that fails prints
\`code: message\` and what to do, and ends with a non-zero exit.

| code | HTTP status | what to do |
| --- | --- | --- |
${errors.join('\n')}

## Deliveries that were set aside

A delivery that was acknowledged but cannot be applied is parked with a reason. \`GET /api/v1/deliveries\` lists it, and it can be
replayed (\`crm replay\`). Nothing is dropped.

| reason | what it means and what to do |
| --- | --- |
${reasons.join('\n')}
`;
}
