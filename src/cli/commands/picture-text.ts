import type { Setting } from '../../model/setting.js'

/** What is written, where it is known. */
export const textOf = (setting: Setting<string | undefined>): string | undefined =>
  setting.state === 'unknown' ? undefined : setting.value

/** A setting of a component by a key that is only known as a word. */
interface Readable {
  get(key: string): Setting<unknown> | undefined
}

/** Words of a list or a text; undefined where it is not known or not set. */
export function wordsOf(component: Readable, key: string): readonly string[] | undefined {
  const setting = component.get(key)
  if (setting === undefined || setting.state === 'unknown' || setting.value === undefined) return undefined
  const { value } = setting
  if (typeof value === 'string') return value.split(',')
  if (!Array.isArray(value)) return undefined
  return value.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'value' in item && typeof item.value === 'string' ? [item.value] : [],
  )
}
