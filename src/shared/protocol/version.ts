/**
 * The version both sides must agree on. Every change of a request, result or push raises it and adds a line here;
 * `test/shared/protocol/version.test.ts` holds the schemas' hash and fails until that is done.
 *
 * 1 · first version
 * 2 · an import can be resumed, a job names repeated files, the page is told to open a workspace again
 * 3 · a job tells at its end what it changed
 * 4 · the country of a source is one whose phone numbers can be read
 * 5 · a column of times says how they are written
 * 6 · decisions may be cuts
 * 7 · a job counts what it accepted and says whether a cancelled one is kept; a source says whether it can be reached
 * 8 · a graph says what the profile holds, also where nobody holds the rest
 * 9 · a recognised way of writing no longer says whether it can be read: each can
 */
export const PROTOCOL_VERSION = 9;
