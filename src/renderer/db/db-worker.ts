/** The thread of the databases: IndexedDB, checksums and inflating never run where the interface is drawn. */

import type { Channel } from './database-channel.ts';
import { serveDatabase } from './database-channel.ts';
import { DatabaseService } from './database-service.ts';

// The program's library is the page's; in this file the global object is a worker's.
const tellTakenAway = serveDatabase(self as unknown as Channel, () => service);
const service = new DatabaseService({ locks: navigator.locks, onTakenAway: tellTakenAway });
