/** Loaded ahead of the program: ends it loudly when it connects to anything but this machine. */

import net from 'node:net';

const LOCAL = new Set(['127.0.0.1', '::1', 'localhost']);
// oxlint-disable-next-line typescript/unbound-method -- called below with the socket it is meant for
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function connectLocally(...args) {
  const { path, host = '127.0.0.1' } = optionsOf(args);
  if (path !== undefined || LOCAL.has(host)) return connect.apply(this, args);
  process.stderr.write(`Weft connected to ${host}\n`);
  return process.exit(99);
};

/** The first argument in each of its forms: options, a list of them, a path, or a port before a host. */
function optionsOf([first, second]) {
  if (Array.isArray(first)) return first[0];
  if (typeof first === 'object') return first;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return typeof second === 'string' ? { host: second } : {};
}
