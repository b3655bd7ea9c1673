import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Ends the process with what is wrong about its command line. */
export function stop(...lines: readonly string[]): never {
  for (const line of lines) console.error(line)
  process.exit(2)
}

/** The command line as `parseArgs` reads it. What it does not know, and `--help`, end the process with the usage. */
export function commandLine<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).includes('--help')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    // behind its first sentence node explains how an argument may start with a dash
    return stop(String(error instanceof Error ? error.message : error).replace(/\. .*/s, ''), usage)
  }
}
