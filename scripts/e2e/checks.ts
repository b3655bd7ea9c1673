export interface Checks {
  /** One statement about klint, counted once: it holds if `body` ends without throwing. What `body` returns is said beside it. */
  check(name: string, body: () => string | undefined | Promise<string | undefined>): Promise<boolean>
  counted(): { readonly passed: number; readonly failed: number }
}

export function checks(): Checks {
  let [passed, failed] = [0, 0]
  return {
    async check(name, body) {
      const start = performance.now()
      const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`
      try {
        const more = await body()
        passed++
        console.log(`ok      ${name} (${seconds()}${more === undefined ? '' : `; ${more}`})`)
        return true
      } catch (error) {
        failed++
        const message = error instanceof Error ? error.message : String(error)
        console.log(`FAILED  ${name} (${seconds()})\n${message.replace(/^/gm, '        ')}`)
        return false
      }
    },
    counted: () => ({ passed, failed }),
  }
}

/** @throws Error with `message` and what a command said */
export function expect(holds: boolean, message: string, said = ''): asserts holds {
  if (!holds) throw new Error(said === '' ? message : `${message}; it said\n${said.slice(-4000)}`)
}
