/** The flags of this process; one that is not known ends it. */
export function flagsOf(script: string, known: readonly string[]): readonly string[] {
  const flags = process.argv.slice(2)
  const unknown = flags.find(flag => !known.includes(flag))
  if (unknown !== undefined) {
    console.error(`npm run ${script}: there is no ${unknown}, only ${known.join(' and ')}`)
    process.exit(2)
  }
  return flags
}
