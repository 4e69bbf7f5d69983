/** `weft serve`: the local host, started from the command line. Loaded only when asked for. */

export async function serveCommand(argv: readonly string[], outFolder: string): Promise<number> {
  const [{ runServe }, { createApplication }] = await Promise.all([
    import('../local/run-serve.ts'),
    import('../../engine/application.ts'),
  ]);
  return runServe({ argv, outFolder, createApplication });
}
