/**
 * Generated stretches of Markdown stand between `<!-- generated: NAME -->` and `<!-- /generated -->`; all other lines belong to people.
 */
const BLOCK = /^<!-- generated: (.+?) -->\n[\s\S]*?^<!-- \/generated -->$/gm

export const block = (name: string, content: string): string =>
  `<!-- generated: ${name} -->\n${content.trim()}\n<!-- /generated -->`

/** Fills every block whose name `content` answers; others stay as they are. */
export function fill(markdown: string, content: (name: string) => string | undefined): string {
  return markdown.replace(BLOCK, (whole, name: string) => {
    const fresh = content(name)
    return fresh === undefined ? whole : block(name, fresh)
  })
}

export const blocksOf = (markdown: string): string[] => [...markdown.matchAll(BLOCK)].map(([, name]) => name ?? '')

/** A fence longer than any in the content. */
export function fence(content: string, language = 'text'): string {
  const longest = Math.max(2, ...[...content.matchAll(/^`+/gm)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${content.replace(/\n*$/, '')}\n${ticks}`
}
