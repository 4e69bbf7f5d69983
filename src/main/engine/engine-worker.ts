/**
 * Entry of the engine thread. Calls run one after the other, each in a turn of its own, so that an abort that has
 * arrived meanwhile still finds its call waiting.
 */

import { parentPort } from 'node:worker_threads';
import { must } from '#shared/base/assert.ts';
import { serveEngine } from './engine-server.ts';
import { EngineSession } from './engine-session.ts';

const port = must(parentPort, 'to run as a worker thread');
const receive = serveEngine(new EngineSession(), (answer, transfer) => port.postMessage(answer, transfer));
port.on('message', receive);
