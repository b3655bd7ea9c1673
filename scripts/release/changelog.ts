/**
 * What CHANGELOG.md says about a release: the text below `## 1.2.3`, `## [1.2.3] - 2026-01-31` or the like, up to the next release.
 * Undefined if there is no such heading or nothing below it.
 */
export function changes(changelog: string, version: string): string | undefined {
  const [, ...sections] = changelog.split(/^## /m)
  const heading = new RegExp(`^\\[?v?${version.replaceAll('.', '\\.')}\\]?(?:\\s.*)?$`)
  for (const section of sections) {
    const [first = '', ...lines] = section.split('\n')
    if (!heading.test(first.trimEnd())) continue
    const text = lines.join('\n').trim()
    return text === '' ? undefined : text
  }
  return undefined
}
