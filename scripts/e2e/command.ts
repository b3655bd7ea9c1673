import { spawn } from 'node:child_process'

export interface Ran {
  /** Undefined if it was ended at the time limit. */
  readonly status: number | undefined
  /** Both outputs, as they came. */
  readonly said: string
  readonly ms: number
}

export interface Place {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Time limit in seconds; 120 unless given. */
  readonly limit?: number
}

/** Runs a command without standard input; at the time limit it is ended with all it has started. */
export function run([command = '', ...argv]: readonly string[], { cwd, env, limit = 120 }: Place): Promise<Ran> {
  const start = performance.now()
  return new Promise(resolve => {
    const child = spawn(command, argv, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let [said, ended] = ['', false]
    const timer = setTimeout(() => {
      ended = true
      said += `\nended after ${limit} s`
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, limit * 1000)
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    const done = (status: number | undefined): void => {
      clearTimeout(timer)
      resolve({ status: ended ? undefined : status, said, ms: performance.now() - start })
    }
    child.on('error', error => {
      said += error.message
      done(undefined)
    })
    child.on('close', code => done(code ?? undefined))
  })
}

/** What a command says. @throws Error if it fails */
export async function output(argv: readonly string[], place: Place): Promise<string> {
  const { status, said } = await run(argv, place)
  if (status !== 0) throw new Error(`\`${argv.slice(0, 4).join(' ')}\` failed:\n${said.slice(-4000)}`)
  return said.trimEnd()
}
