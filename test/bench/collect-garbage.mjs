/** Collects the garbage of a running Node and of its worker threads, through its inspector. */

import WebSocket from 'ws';

const SETTLE_MS = 500;

export async function collectGarbage(port) {
  const [target] = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map();
  const workers = [];
  let id = 0;
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (message.method === 'NodeWorker.attachedToWorker') workers.push(message.params.sessionId);
    if (message.method === 'NodeWorker.receivedMessageFromWorker')
      waiting.get(`worker ${JSON.parse(message.params.message).id}`)?.();
    if (message.id !== undefined) waiting.get(message.id)?.();
  });
  const send = (method, params = {}) => {
    id += 1;
    const answered = new Promise((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    return answered;
  };
  await send('NodeWorker.enable', { waitForDebuggerOnStart: false });
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  for (let round = 0; round < 2; round += 1) {
    await send('HeapProfiler.collectGarbage');
    for (const sessionId of workers) {
      const inner = 1_000_000 + id;
      const answered = new Promise((resolve) => waiting.set(`worker ${inner}`, resolve));
      await send('NodeWorker.sendMessageToWorker', {
        sessionId,
        message: JSON.stringify({ id: inner, method: 'HeapProfiler.collectGarbage' }),
      });
      await answered;
    }
  }
  await send('NodeWorker.disable');
  socket.close();
}
