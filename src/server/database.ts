import { MongoClient, MongoServerSelectionError } from 'mongodb';
import { AppError } from '../errors.ts';
import type { Config } from './config.ts';
import { type Mongod, runningMongod, startMongod } from './mongod.ts';
import { ensureMongod } from './mongod-binary.ts';
import { openStore, type Store } from './store/index.ts';

/** A database to work with, and how to let go of it. */
export interface Database {
  readonly store: Store;
  /** Where it is, for work that opens connections of its own; may hold a password. */
  readonly uri: string;
  /** Embedded and started (or taken over) by this process; null when it is somebody else's. */
  readonly mongod: Mongod | null;
  close(): Promise<void>;
}

/** For the server: the given MongoDB, or the embedded one, which it owns. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<Database> {
  if (config.mongodbUri !== null) return connected(config, config.mongodbUri, null);
  const binary = await ensureMongod(log, config.mongodSources);
  log(`starting MongoDB ${binary.version} in ${config.dataDir}`);
  const mongod = await startMongod({
    binary: binary.path,
    dataDir: config.dataDir,
    cacheGb: config.mongodCacheGb,
    log,
  });
  try {
    return await connected(config, mongod.uri, mongod);
  } catch (error) {
    await mongod.stop();
    throw error;
  }
}

/** For a command: beside a running server it joins that server's MongoDB, otherwise it starts one and stops it again. */
export async function joinDatabase(config: Config, log: (line: string) => void): Promise<Database> {
  const running = config.mongodbUri === null ? runningMongod(config.dataDir) : null;
  return running === null ? openDatabase(config, log) : connected(config, running.uri, null);
}

async function connected(config: Config, uri: string, mongod: Mongod | null): Promise<Database> {
  const client = new MongoClient(uri, {
    serverSelectionTimeoutMS: 8000,
    maxPoolSize: config.workers + 24,
    appName: 'tessera',
  });
  try {
    await client.connect();
    await demandReplicaSet(client);
    const store = await openStore(client, config.mongodbDatabase);
    return {
      store,
      uri,
      mongod,
      async close() {
        await client.close();
        await mongod?.stop();
      },
    };
  } catch (error) {
    await client.close().catch(() => undefined);
    throw inPlainWords(error);
  }
}

/** Transactions need a replica set; a standalone would fail at the first delivery, which is too late to say so. */
async function demandReplicaSet(client: MongoClient): Promise<void> {
  const hello = await client.db('admin').command({ hello: 1 });
  if (hello.setName === undefined && hello.msg !== 'isdbgrid') {
    throw new AppError('mongodb_no_replica_set', 'MONGODB_URI names a standalone MongoDB');
  }
}

/** The address stays out of the message: it may hold a password. */
function inPlainWords(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof MongoServerSelectionError)
    return new AppError('mongodb_unreachable', 'no MongoDB primary answers at MONGODB_URI within 8 s', {
      cause: error,
    });
  if (
    (error as { codeName?: string }).codeName === 'AuthenticationFailed' ||
    (error as { code?: number }).code === 18
  ) {
    return new AppError('mongodb_unreachable', 'MongoDB refuses the user or password in MONGODB_URI', { cause: error });
  }
  if ((error as Error).name === 'MongoParseError')
    return new AppError('setting_invalid', 'MONGODB_URI is not a valid MongoDB address', { cause: error });
  return error;
}
