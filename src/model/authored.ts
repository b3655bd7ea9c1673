import type { Assignment } from './setting.js'

/** Whether the user wrote a name as the component reads it: no platform wrote it, translated it from a key of its own or filled it in. */
export function isAuthored({ nameText, name, entry }: Assignment): boolean {
  if (!nameText.known || nameText.length === 0) return false
  const { doc, start, end } = nameText.at
  if (doc.made) return false
  const written = doc.source.slice(start, end)
  const wanted = entry ?? name
  return written === wanted || written.replaceAll('_', '-') === wanted
}

/** `-name` instead of `--name`: pflag reads letters of their own there, so what they mean is a matter of its own. */
export function hasOneDash({ nameText, layer }: Assignment): boolean {
  const { doc, start } = nameText.at
  return layer === 'flag' && doc.source[start - 1] === '-' && doc.source[start - 2] !== '-'
}
