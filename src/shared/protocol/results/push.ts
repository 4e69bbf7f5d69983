/**
 * What main tells without being asked.
 */

import type { FaultData } from '../fault.ts';
import type { JobProgress } from './job.ts';
import type { Commit } from './workspace.ts';

export type Push =
  | { readonly type: 'commit'; readonly workspace: string; readonly commit: Commit }
  | { readonly type: 'job'; readonly workspace: string; readonly progress: JobProgress }
  | { readonly type: 'changed'; readonly workspace: string; readonly revision: number }
  /** The engine had to let go of its columns (a source was removed, it died): the page opens the workspace again. */
  | { readonly type: 'reopen'; readonly workspace: string }
  /** Main wants bytes of a file that the page holds; answered by `source.bytes`. */
  | {
      readonly type: 'read';
      readonly token: string;
      readonly request: number;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly type: 'open-files'; readonly tokens: readonly string[] }
  | { readonly type: 'menu'; readonly command: string }
  | { readonly type: 'fault'; readonly fault: FaultData };
