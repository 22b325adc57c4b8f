import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail through the operator's SMTP server. */
export interface Mail {
  send(letter: Letter): Promise<void>;
  close(): void;
}

/** A server that does not answer must not hold a job. */
const TIMEOUT_MS = 20_000;

/** Null without SMTP_URL: nothing is sent, and whatever would have been says so. */
export function openMail({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): Mail | null {
  if (smtpUrl === null) return null;
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ from: mailFrom, to, subject, text });
    },
    close: () => transport.close(),
  };
}
