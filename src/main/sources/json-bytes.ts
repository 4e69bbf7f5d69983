/** What a byte may be outside the strings of a JSON text. */

export const ByteClass = { foreign: 0, space: 1, quote: 2, structure: 3 } as const;

/** Byte → its class. Letters and signs are those of numbers, `true`, `false` and `null`. */
export const BYTE_CLASSES = makeByteClasses();

function makeByteClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (const byte of Buffer.from(' \t\r\n\u001e')) classes[byte] = ByteClass.space;
  for (const byte of Buffer.from('{}[],:0123456789+-.eEtrufalsn')) classes[byte] = ByteClass.structure;
  classes[0x22] = ByteClass.quote;
  return classes;
}
