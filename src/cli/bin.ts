import { readStdin } from '../sources/stdin.js'
import { main } from './main.js'
import { isTerminal, writer } from './streams.js'

/** The command line of this process. Only the loader calls it: the Action takes modules from the same file, and runs none of this. */
export function start(): void {
  const cwd = workingDirectory()
  if (cwd === undefined) {
    writer(2)('klint: the working directory is gone\n       change into one that exists\n')
    process.exitCode = 2
    return
  }
  // no handler for SIGINT: the default ends a busy process at once, and the shell says 130
  main(process.argv.slice(2), process.env, {
    cwd,
    name: process.argv[1]?.endsWith('kubectl-klint.cjs') === true ? 'kubectl klint' : 'klint',
    out: writer(1),
    err: writer(2),
    outIsTerminal: isTerminal(1),
    errIsTerminal: isTerminal(2),
    columns: () => process.stdout.columns,
    stdin: filename => readStdin(filename),
  }).then(code => {
    process.exitCode = code
  })
}

function workingDirectory(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}
