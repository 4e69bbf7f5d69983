/**
 * The one place that imports zod. `jitless` must be set before the first schema is made: zod otherwise probes
 * `new Function`, which the content security policy refuses and reports.
 */

import { config, z } from 'zod';

config({ jitless: true });

export { z };
