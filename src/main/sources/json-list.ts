/**
 * Finds the list of records inside a large JSON document from its first bytes: under the path that a mapping names, or
 * under a usual name of the outermost object. Only names and brackets are looked at.
 */

import { LIST_NAMES } from '../parser/explode.ts';
import type { CutPlace } from '../parser/piece.ts';

const MAX_DEPTH = 64;

/** The place behind the list's opening bracket, or null when there is none among these bytes. */
export function findList(head: Uint8Array<ArrayBuffer>, items: string | null): CutPlace | null {
  const paths = items === null ? LIST_NAMES.map((name) => [name]) : [items.split('.')];
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  const tokens = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|\n/g;
  const path: string[] = [];
  let line = 1;
  let name = '';
  let isName = false;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [found] = token;
    if (found === '\n') line += 1;
    else if (found === '{') {
      if (path.length > MAX_DEPTH) return null;
      path.push('');
      isName = true;
    } else if (found === '}') {
      path.pop();
      if (path.length === 0) return null;
    } else if (found === ',') isName = true;
    else if (found === ':') {
      path[path.length - 1] = name;
      isName = false;
    } else if (found === '[') {
      if (
        paths.some((wanted) => wanted.length === path.length && wanted.every((part, i) => part === path[i]))
      )
        return { offset: token.index + 1, line, record: 0, owners: path.length };
      const end = endOfList(text, tokens.lastIndex);
      line += linesWithin(text, tokens.lastIndex, end);
      tokens.lastIndex = end;
    } else if (isName) name = nameOf(found);
  }
  return null;
}

/** Offset behind the bracket that closes the list that is open at `start`. */
function endOfList(text: string, start: number): number {
  const tokens = /"(?:[^"\\\n]|\\.)*"|[[\]]/g;
  tokens.lastIndex = start;
  let depth = 1;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '[') depth += 1;
    if (token[0] === ']') depth -= 1;
    if (depth === 0) return tokens.lastIndex;
  }
  return text.length;
}

function linesWithin(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function nameOf(quoted: string): string {
  try {
    return JSON.parse(Buffer.from(quoted, 'latin1').toString('utf8')) as string;
  } catch {
    // Not a JSON string, so not the name of anything.
    return '';
  }
}
