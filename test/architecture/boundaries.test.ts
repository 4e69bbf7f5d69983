/**
 * The law of the house, read from the imports themselves: who may import whom, which packages may appear where, and
 * no cycles. A broken rule prints the edge and the sentence it breaks.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SRC = join(ROOT, 'src');

/** Inside shared, each folder may import itself and the folders before it. */
const SHARED_ORDER = [
  'base',
  'identifier',
  'event',
  'identity',
  'profile',
  'segment',
  'activation',
  'protocol',
];

const SHARED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  zod: ['src/shared/base/zod.ts'],
  'libphonenumber-js': ['src/shared/identifier/'],
  re2js: ['src/shared/identity/', 'src/shared/base/'],
  punycode: ['src/shared/identifier/'],
  '@noble/hashes': ['src/shared/base/text-digest.ts'],
};

const PACKAGES_BY_PLACE: readonly { readonly name: RegExp; readonly only: RegExp; readonly rule: string }[] =
  [
    {
      name: /^electron$/,
      only: /^src\/main\/hosts\/electron\//,
      rule: 'electron is imported only by its host',
    },
    { name: /^dexie/, only: /^src\/renderer\/db\//, rule: 'Dexie lives in renderer/db' },
    { name: /^(ws|papaparse)$/, only: /^src\/main\//, rule: 'server and file packages live in main' },
    {
      name: /^(react|react-dom|@mantine|@tanstack|@tabler|zustand|@fontsource)/,
      only: /^src\/renderer\//,
      rule: 'interface packages live in the renderer',
    },
    {
      name: /^(graphology|sigma|d3-)/,
      only: /^src\/renderer\/pictures\//,
      rule: 'picture packages live in renderer/pictures',
    },
  ];

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isPackage: boolean;
  readonly typeOnly: boolean;
}

function filesUnder(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(path));
    else if (/\.(ts|tsx|mjs)$/.test(entry.name)) found.push(path);
  }
  return found;
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/g;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function edgesOf(path: string): Edge[] {
  const text = readFileSync(path, 'utf8');
  const from = relative(ROOT, path).split(sep).join('/');
  const edges: Edge[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    if (specifier.startsWith('#')) {
      edges.push({ from, to: `src/${specifier.slice(1)}`.split('?')[0]!, isPackage: false, typeOnly });
    } else if (specifier.startsWith('.')) {
      const target = relative(ROOT, normalize(join(dirname(path), specifier)))
        .split(sep)
        .join('/');
      edges.push({ from, to: target.split('?')[0]!, isPackage: false, typeOnly });
    } else {
      edges.push({ from, to: specifier, isPackage: true, typeOnly });
    }
  };
  for (const match of text.matchAll(IMPORT)) add(match[2]!, match[1] !== undefined);
  for (const match of text.matchAll(DYNAMIC)) add(match[1]!, false);
  return edges;
}

const files = filesUnder(SRC);
const edges = files.flatMap(edgesOf);
const own = edges.filter((edge) => !edge.isPackage);
const packages = edges.filter((edge) => edge.isPackage);

function broken(rule: string, offending: readonly Edge[]): string[] {
  return offending.map((edge) => `${edge.from} → ${edge.to}: ${rule}`);
}

const place = (path: string, depth: number): string => path.split('/')[depth] ?? '';

describe('the house', () => {
  test('has files to look at', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(own.length).toBeGreaterThan(10);
  });

  test('lets renderer and main meet only in shared', () => {
    const crossing = own.filter((edge) => {
      const from = place(edge.from, 1);
      const to = place(edge.to, 1);
      if (from === to) return false;
      return from === 'shared' || to !== 'shared';
    });
    expect(broken('renderer → shared ← main, and nothing else', crossing)).toEqual([]);
  });

  test('keeps the order of the folders of shared', () => {
    const against = own.filter((edge) => {
      if (place(edge.from, 1) !== 'shared' || place(edge.to, 1) !== 'shared') return false;
      return SHARED_ORDER.indexOf(place(edge.to, 2)) > SHARED_ORDER.indexOf(place(edge.from, 2));
    });
    expect(broken(SHARED_ORDER.join(' ← '), against)).toEqual([]);
  });

  test('has only known folders in shared', () => {
    const folders = readdirSync(join(SRC, 'shared'), { withFileTypes: true });
    const unknown = folders.filter((entry) => entry.isDirectory() && !SHARED_ORDER.includes(entry.name));
    expect(unknown.map((entry) => entry.name)).toEqual([]);
  });

  test('keeps packages where they belong', () => {
    const wrong = packages.flatMap((edge) => {
      if (edge.from.startsWith('src/shared/')) {
        const allowed = Object.entries(SHARED_PACKAGES).find(
          ([name]) => edge.to === name || edge.to.startsWith(`${name}/`),
        );
        const fine = allowed !== undefined && allowed[1].some((start) => edge.from.startsWith(start));
        return fine ? [] : broken('shared imports only the short list of packages', [edge]);
      }
      const rule = PACKAGES_BY_PLACE.find(({ name }) => name.test(edge.to));
      return rule === undefined || rule.only.test(edge.from) ? [] : broken(rule.rule, [edge]);
    });
    expect(wrong).toEqual([]);
  });

  test('keeps views apart from each other, and widgets and pictures from everything of ours but shared', () => {
    const viewOf = (path: string): string | undefined => /^src\/renderer\/views\/([^/]+)\//.exec(path)?.[1];
    const mixed = own.filter((edge) => {
      const from = viewOf(edge.from);
      const to = viewOf(edge.to);
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(broken('a view imports no other view', mixed)).toEqual([]);
    const rooted = own.filter((edge) => {
      if (!/^src\/renderer\/(widgets|pictures)\//.test(edge.from)) return false;
      return /^src\/renderer\/(views|db|state|bridge|app)\//.test(edge.to);
    });
    expect(broken('widgets and pictures take plain props', rooted)).toEqual([]);
  });

  test('has no barrels', () => {
    const barrels = files.filter(
      (path) => /^index\.tsx?$/.test(path.split(sep).at(-1)!) && !path.includes(`${sep}hosts${sep}`),
    );
    expect(barrels.map((path) => relative(ROOT, path))).toEqual([]);
  });

  test('has no import cycles', () => {
    const graph = new Map<string, string[]>();
    for (const edge of own)
      if (!edge.typeOnly) graph.set(edge.from, [...(graph.get(edge.from) ?? []), edge.to]);
    expect(findCycle(graph)).toEqual([]);
  });
});

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const visit = (node: string): string[] => {
      if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
      if (done.has(node)) return [];
      path.push(node);
      for (const next of graph.get(node) ?? []) {
        const cycle = visit(next);
        if (cycle.length > 0) return cycle;
      }
      path.pop();
      done.add(node);
      return [];
    };
    const cycle = visit(start);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
