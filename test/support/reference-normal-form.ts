/**
 * The steps of a normaliser as the README of the engine describes them, on texts of ASCII: the judge of random logs. It
 * shares no code with the engine.
 */

const STEPS: { readonly [name: string]: (value: string) => string } = {
  trim: (value) => value.replace(/^\s+|\s+$/g, ''),
  'lower-case': (value) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  digits: (value) => (value.match(/\d/g) ?? []).join(''),
  'letters-and-digits': (value) => (value.match(/[a-zA-Z0-9]/g) ?? []).join(''),
  'leading-zeros': (value) => value.replace(/^0+(?=.)/s, ''),
  email: (value) => (/^[^@\s]+@[^@\s]+$/.test(value) ? value.toLowerCase() : value),
  'plus-tag': (value) => value.replace(/^([^@+]+)\+[^@]*(@[^@]*)$/, '$1$2'),
  'gmail-dots': (value) => {
    const local = /^([^@]*)@(?:gmail|googlemail)\.com$/i.exec(value)?.[1] ?? '';
    const name = local.split('.').join('');
    return name === '' ? value : `${name}@gmail.com`;
  },
};

/** Empty when nothing is left, or when eight rounds change something each. */
export function normalFormOf(value: string, steps: readonly string[]): string {
  let before = value;
  for (let round = 1; round <= 8; round += 1) {
    const after = steps.reduce((text, name) => apply(text, name), before);
    if (after === before) return after;
    before = after;
  }
  return '';
}

function apply(value: string, name: string): string {
  if (!name.startsWith('strip-prefix:')) return STEPS[name]!(value);
  const prefix = name.slice('strip-prefix:'.length);
  let rest = value;
  while (rest.toLowerCase().startsWith(prefix.toLowerCase())) rest = rest.slice(prefix.length);
  return rest;
}
