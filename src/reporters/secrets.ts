import { maskSecrets } from '../model/secrets.js'

export { maskedSlice, maskSecrets, secretsIn } from '../model/secrets.js'

/** Masks what a message quotes. Prose is left alone but for secrets that show by their form: `token: …` is no assignment there. */
export function maskMessage(text: string): string {
  const known = masked.get(text)
  if (known !== undefined) return known
  const result = text.replace(/`([^`]*)`|[^`]+/g, (part, code?: string) =>
    code === undefined ? maskSecrets(part, 'prose') : `\`${maskSecrets(code, 'code')}\``,
  )
  if (masked.size >= REMEMBERED) masked.clear()
  if (text.length <= SHORT) masked.set(text, result)
  return result
}

/** A rule says the same words of many findings, and to look through them takes most of the time of a report. */
const masked = new Map<string, string>()
const REMEMBERED = 1000
const SHORT = 1000
