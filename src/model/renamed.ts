/** Rules that have another name now, by the old one. Ids are never reused, and an old name keeps working wherever one may be written. */
export const RENAMED: Readonly<Record<string, string>> = {}

/** The id a word stands for; the word itself if no rule was ever called so. */
export const currentId = (id: string, renamed = RENAMED): string =>
  Object.hasOwn(renamed, id) ? (renamed[id] ?? id) : id
