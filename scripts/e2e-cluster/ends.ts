import type { ChildProcess } from 'node:child_process'

/** The exit code of a program, 1 if it was killed or did not start. */
export function endsWith(child: ChildProcess): Promise<number> {
  return new Promise(resolve => {
    child.on('error', error => {
      console.log(error.message)
      resolve(1)
    })
    child.on('exit', code => resolve(code ?? 1))
  })
}
