/**
 * How an address or a number in normal form may have been written before it was hashed: the forms that ad platforms
 * ask for, and the slips of those who forget to trim, to lower the case or to add the country. A digest cannot be read
 * back, so it is compared with the digests of these.
 *
 * Platforms: Meta hashes digits without `+`, Google and TikTok E.164 with it; Google leaves dots and `+tags` out of
 * its own mailboxes.
 */

const GOOGLE_DOMAINS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);
const LONGEST_COUNTRY_CODE = 3;

/** All spellings that count as normalised. Assumes a value in normal form. */
export function normalSpellings(namespace: string, value: string): string[] {
  if (namespace === 'phone') return value.startsWith('+') ? [value, value.slice(1)] : [value];
  const [mailbox, domain] = partsOf(value);
  if (!GOOGLE_DOMAINS.has(domain)) return [value];
  const plain = mailbox.replace(/\+.*$/, '').replaceAll('.', '');
  return [value, `${plain}@${domain}`];
}

/**
 * Usual spellings that are not in normal form, each way of writing at a place of its own; null where it is a normal
 * form or the same as one before. Assumes a value in normal form; at most 40.
 */
export function unnormalSpellings(namespace: string, value: string): (string | null)[] {
  const seen = new Set(normalSpellings(namespace, value));
  const spellings = namespace === 'phone' ? phoneSpellings(value) : emailSpellings(value);
  return spellings.map((spelling) => {
    if (seen.has(spelling)) return null;
    seen.add(spelling);
    return spelling;
  });
}

function emailSpellings(value: string): string[] {
  const [mailbox, domain] = partsOf(value);
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const words = mailbox.replace(/[a-z]+/g, capital);
  const written = [value.toUpperCase()];
  for (const name of [mailbox, capital(mailbox), words, mailbox.toUpperCase()])
    for (const host of [domain, capital(domain)]) written.push(`${name}@${host}`);
  return written.flatMap((text) => [text, `${text} `, ` ${text}`, `${text}\n`]);
}

function phoneSpellings(value: string): string[] {
  const digits = value.replace(/^\+/, '');
  const written = [`00${digits}`, `+${digits} `, `${digits} `];
  for (let length = 1; length <= LONGEST_COUNTRY_CODE; length += 1) {
    const national = digits.slice(length);
    written.push(national, `0${national}`, `+${digits.slice(0, length)} ${national}`);
  }
  return written;
}

function partsOf(address: string): [string, string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, Math.max(0, at)), address.slice(at + 1)];
}
