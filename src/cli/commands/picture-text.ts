import type { Setting } from '../../model/setting.js'

/** A setting of a component by a key that is only known as a word. */
interface Readable {
  get(key: string): Setting<unknown> | undefined
}

/** Words of a list or a text that somebody wrote; undefined where it is not known, or only a default. */
export function wordsOf(component: Readable, key: string): readonly string[] | undefined {
  const setting = component.get(key)
  if (setting?.state !== 'set') return undefined
  const { value } = setting
  if (typeof value === 'string') return value.split(',')
  if (!Array.isArray(value)) return undefined
  return value.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'value' in item && typeof item.value === 'string' ? [item.value] : [],
  )
}
