/** What page and local host agree on about their WebSocket, beside the messages. */

export const SOCKET_PATH = '/socket';
/** Query of a connection that ends the one of another window. */
export const TAKE_OVER = 'take-over';
/** Close code told to a page because another window has, or has taken, the session: it must not try again by itself. */
export const CLOSED_ELSEWHERE = 4001;
