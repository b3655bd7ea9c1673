import type { KeyFact } from '../../facts/settings.js'
import { formatDuration } from '../../model/duration.js'
import { formatQuantity } from '../../model/quantity.js'
import type { KnownSetting, SettingValue } from '../../model/setting.js'

/** A value as its author wrote it, else as a person would; undefined where it is not set and has no default. */
export function textOf(
  { type, entryType }: KeyFact,
  entry: string | undefined,
  { value, by }: KnownSetting<SettingValue | undefined>,
  compared: string,
): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(item => String(item.value)).join(',')
  const isOwn = by !== undefined && by.entry === entry
  if (isOwn && by.value?.known === true && by.value.value !== '') return by.value.value
  if (value === undefined) return entry !== undefined && compared !== '' ? compared : undefined
  if (typeof value === 'object' && 'percent' in value) return `${value.percent}%`
  if (typeof value === 'object' && 'amount' in value) return formatQuantity(value.amount)
  if (value === '') return undefined
  const of = type === 'map' ? entryType : type
  if (typeof value === 'number' && of === 'duration') return value === 0 ? '0s' : formatDuration(value)
  if (typeof value === 'number' && of === 'quantity') return formatQuantity(value)
  return String(value)
}
