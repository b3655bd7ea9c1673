/** What is of use in a checkout only. Above all `scripts`: npm builds a package that has certain ones, see docs/releasing.md. */
const OWN = new Set(['private', 'scripts', 'devDependencies', 'dependencies'])

/** package.json of a release. */
export function published(manifest: string, version: string): string {
  const fields: Record<string, unknown> = JSON.parse(manifest)
  const kept = Object.entries(fields).filter(([name]) => !OWN.has(name))
  return `${JSON.stringify({ ...Object.fromEntries(kept), version }, undefined, 2)}\n`
}
