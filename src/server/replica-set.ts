import { setTimeout as sleep } from 'node:timers/promises';
import { type Document, MongoClient, MongoServerError } from 'mongodb';

const MEMBER_CHECK_MS = 50;

/**
 * Makes the mongod on this port the primary of a replica set of its own: initiates a new one, and puts the present port
 * into the stored configuration when the files have run on another port before. Rejects when `signal` aborts. MongoDB first
 * asks the old port whether that is itself: a program there that accepts and never answers costs 30 s, once.
 */
export async function becomePrimary(port: number, signal: AbortSignal): Promise<void> {
  // A direct connection, because the stored configuration may name a port on which nobody listens.
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  while (true) {
    signal.throwIfAborted();
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500, connectTimeoutMS: 2_000 });
    try {
      await client.connect();
      return await untilPrimary(client, `127.0.0.1:${port}`, signal);
    } catch (error) {
      if (error instanceof MongoServerError && !isPassing(error)) throw error;
      await sleep(MEMBER_CHECK_MS);
    } finally {
      await client.close();
    }
  }
}

async function untilPrimary(client: MongoClient, host: string, signal: AbortSignal): Promise<void> {
  const admin = client.db('admin');
  while (true) {
    signal.throwIfAborted();
    const hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary === true && hello.me === host) return;
    await configure(client, host);
    await sleep(MEMBER_CHECK_MS);
  }
}

async function configure(client: MongoClient, host: string): Promise<void> {
  const admin = client.db('admin');
  const config = await storedConfig(client);
  const [member] = (config?.members ?? []) as Document[];
  if (config === null) {
    await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
  } else if (member !== undefined && member.host !== host) {
    // Force, because a node that is not in its own configuration cannot vote for the change.
    const moved = { ...config, version: Number(config.version) + 1, members: [{ ...member, host }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
}

async function storedConfig(client: MongoClient): Promise<Document | null> {
  try {
    return (await client.db('admin').command({ replSetGetConfig: 1 })).config as Document;
  } catch (error) {
    if (error instanceof MongoServerError && error.codeName === 'NotYetInitialized') return null;
    throw error;
  }
}

/** What MongoDB answers for a moment while it starts, elects itself or takes a new configuration. */
function isPassing(error: MongoServerError): boolean {
  const passing = [
    'AlreadyInitialized',
    'InterruptedDueToReplStateChange',
    'ConfigurationInProgress',
    'NotWritablePrimary',
  ];
  return error.codeName !== undefined && passing.includes(error.codeName);
}
