/**
 * Rules that have another id now: old -> new. Old ids go on working where users wrote them (comments, annotations, klint.yaml,
 * the command line), with a note. An id is never given to another rule, and a chain is never longer than one step.
 */
export const RENAMED: Readonly<Record<string, string>> = {}

/** The id a rule has today. */
export const currentId = (id: string, renamed = RENAMED): string => (Object.hasOwn(renamed, id) ? renamed[id]! : id)

/** One sentence for whoever still writes an old id; undefined for all others. */
export function renamedNote(id: string, renamed = RENAMED): string | undefined {
  const now = currentId(id, renamed)
  return now === id ? undefined : `the rule \`${id}\` is called \`${now}\` now`
}
