/** The command line's words: what each command takes, and the one line that a wrong use is answered with. */

import { parseArgs } from 'node:util';

/** Ends the program with exit code 2 and one line. */
export class UsageError extends Error {}

/** Commands that the contract names and this version does not have. */
const LATER_COMMANDS = ['segment', 'hash'];

export const COMMAND_FORMS = {
  unify:
    'weft unify PATH… [--rules NAME or FILE] [--overrides FILE] [--dialect NAME] [--mapping FILE] [--country ISO2] [--zone TZ] [--order event or received] [--as-of TIME] [--out DIR] [--json]',
  compare:
    'weft compare PATH… --rules A --rules B (or --policies A,B; or --overrides FILE, once or twice; or --without-source NAME; or --order received; or --as-of TIME) [--truth FILE for each log] [--hold-out NAMESPACE] [--dialect NAME] [--mapping FILE] [--country ISO2] [--zone TZ] [--json]',
  explain:
    'weft explain PATH… --from NS:VALUE --to NS:VALUE [--rules NAME or FILE] [--overrides FILE] [--order event or received] [--as-of TIME] [--without-source NAME] [--dialect NAME] [--mapping FILE] [--country ISO2] [--zone TZ] [--json]',
  lint: 'weft lint PATH… [--rules NAME or FILE] [--overrides FILE] [--order event or received] [--as-of TIME] [--without-source NAME] [--dialect NAME] [--mapping FILE] [--country ISO2] [--zone TZ] [--json]',
  rules: 'weft rules [NAME or FILE]',
  simulate: 'weft simulate SCENARIOS.json',
  serve: 'weft serve [PATH…] [--port N] [--no-open]',
  sample: 'weft sample [--events N] [--seed S] [--shape clean or tangled] [--truth FILE] [--out FILE]',
} as const;
export type CommandName = keyof typeof COMMAND_FORMS;

/** `strings`: may be given several times. */
type OptionKind = 'string' | 'strings' | 'boolean';

/** How logs are read, and in which form the answer comes. */
const READING = {
  dialect: 'string',
  mapping: 'string',
  country: 'string',
  zone: 'string',
  json: 'boolean',
} as const;

/** What a resolution is to be besides under which rules. */
const WISHED = {
  overrides: 'string',
  'without-source': 'strings',
  order: 'string',
  'as-of': 'string',
} as const;

const OPTIONS = {
  unify: {
    rules: 'string',
    overrides: 'string',
    ...READING,
    out: 'string',
    order: 'string',
    'as-of': 'string',
  },
  compare: {
    rules: 'strings',
    policies: 'string',
    overrides: 'strings',
    'without-source': 'strings',
    order: 'string',
    'as-of': 'string',
    truth: 'strings',
    'hold-out': 'string',
    ...READING,
  },
  explain: {
    from: 'string',
    to: 'string',
    rules: 'string',
    ...WISHED,
    ...READING,
  },
  lint: {
    rules: 'string',
    ...WISHED,
    ...READING,
  },
  rules: {},
  simulate: {},
  serve: { port: 'string', 'no-open': 'boolean' },
  sample: { events: 'string', seed: 'string', shape: 'string', truth: 'string', out: 'string' },
} as const satisfies Record<CommandName, Record<string, OptionKind>>;

export interface CommandLine {
  readonly command: CommandName;
  readonly paths: readonly string[];
  text(option: string): string | undefined;
  /** In the order in which they were given; none without the option. */
  texts(option: string): readonly string[];
  flag(option: string): boolean;
}

export const HELP = `Weft: who is who in an event log, and why.

${Object.values(COMMAND_FORMS)
  .map((form) => `  ${form}`)
  .join('\n')}
  weft --version

PATH is a file, a folder or - for standard input. Results go to standard output or --out, progress to standard error.
Exit codes: 0 done, 1 failed, 2 wrong usage. Rejected records do not fail a run; they are counted.
`;

/** Throws a UsageError that says what is wrong and shows the right form. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('a command is missing; weft --help lists them');
  if (LATER_COMMANDS.includes(name))
    throw new UsageError(`this version has no command "${name}" yet; weft --help lists those it has`);
  if (!Object.hasOwn(COMMAND_FORMS, name))
    throw new UsageError(`there is no command "${name}"; weft --help lists them`);
  const command = name as CommandName;
  const known: Readonly<Record<string, OptionKind>> = OPTIONS[command];
  const options: Record<string, ParsedOption> = Object.create(null);
  for (const [option, type] of Object.entries(known))
    options[option] = { type: type === 'boolean' ? 'boolean' : 'string', multiple: type === 'strings' };
  const { values, positionals } = parseOrExplain(command, rest, options);
  return {
    command,
    paths: positionals,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    texts: (option) => {
      const value = values[option];
      return Array.isArray(value) ? value.map(String) : [];
    },
    flag: (option) => values[option] === true,
  };
}

interface ParsedOption {
  readonly type: 'string' | 'boolean';
  readonly multiple: boolean;
}

interface Parsed {
  readonly values: { readonly [option: string]: unknown };
  readonly positionals: readonly string[];
}

function parseOrExplain(
  command: CommandName,
  args: readonly string[],
  options: Record<string, ParsedOption>,
): Parsed {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${said.split('. ')[0]}; right is: ${COMMAND_FORMS[command]}`);
  }
}

/** Whole number of an option, at least `least`. */
export function wholeNumber(line: CommandLine, option: string, fallback: number, least: number): number {
  const text = line.text(option);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new UsageError(
      `--${option} is "${text}", expected a whole number of at least ${least}; right is: ${COMMAND_FORMS[line.command]}`,
    );
  }
  return value;
}
