import type { Command } from './command.ts';

export const serve: Command = {
  name: 'serve',
  usage: 'crm serve',
  about: 'Runs the server, as `npm start` does.',
  async run() {
    await import('../main.ts');
    return 0;
  },
};
