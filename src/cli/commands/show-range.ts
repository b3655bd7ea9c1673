import { knownValue } from '../../model/setting.js'
import { formatRange, type VersionRange } from '../../model/version.js'
import type { ShownSetting } from '../../reporters/show.js'

/**
 * What holds over a whole range of versions: `newest` is shown at its newest, `others` at the rest. A default that differs
 * is not known, and a remark that is not true of all of them is not made.
 */
export function acrossRange(
  newest: readonly ShownSetting[],
  others: readonly (readonly ShownSetting[])[],
  range: VersionRange,
): ShownSetting[] {
  if (others.length === 0) return [...newest]
  const tables = [newest, ...others].map(rows => new Map(rows.map(row => [nameOf(row), row])))
  // the newest that has a row is the one whose row is shown
  const rows = new Map<string, ShownSetting>()
  for (const table of tables) for (const [name, row] of table) if (!rows.has(name)) rows.set(name, row)
  const isShared = (name: string, row: ShownSetting) => tables.every(table => isSame(row, table.get(name)))
  const open = new Set([...rows].filter(([name, row]) => isDefault(row) && !isShared(name, row)).map(([name]) => name))
  return [...rows]
    .sort(([, a], [, b]) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1))
    .flatMap(([name, row]) => {
      // one line says it of a map and of all its entries
      if (open.has(name))
        return row.entry !== undefined && open.has(nameOf({ key: row.key })) ? [] : [dependsOn(row, range)]
      const { note, ...rest } = row
      return note === undefined || tables.every(table => table.get(name)?.note === note) ? [row] : [rest]
    })
}

const nameOf = ({ key, entry }: Pick<ShownSetting, 'key' | 'entry'>): string => `${key}\0${entry ?? ''}`

const isDefault = ({ setting }: ShownSetting): boolean => setting.state === 'default' && setting.by === undefined

const isSame = (a: ShownSetting, b: ShownSetting | undefined): boolean =>
  b !== undefined &&
  isDefault(b) &&
  a.setting.state === 'default' &&
  JSON.stringify(valueIn(a)) === JSON.stringify(valueIn(b))

const valueIn = ({ setting }: ShownSetting): unknown => knownValue(setting)

function dependsOn({ key, entry, setting }: ShownSetting, range: VersionRange): ShownSetting {
  const what = `its default is not the same in every version of ${formatRange(range)}`
  return {
    key,
    ...(entry === undefined ? {} : { entry }),
    setting: { state: 'unknown', why: [{ what }], at: setting.at },
  }
}
