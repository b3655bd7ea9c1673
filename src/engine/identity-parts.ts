/** What a finding is, whatever line it is on. */
export interface Identity {
  readonly rule: string
  /** The file on disk, as its uri has it. */
  readonly path: string
  /** Where in it, in the words of each document of the nesting: `write_files[/etc/kubelet.yaml].content > evictionHard`. */
  readonly route: string
  /** Of the message and the value that is wrong. */
  readonly hash: string
}

/** The parts of what `identityOf` (identity.ts) made. */
export function partsOf(identity: string): Identity {
  const [rule = '', path = '', ...rest] = identity.split(' ')
  const hash = rest.pop() ?? ''
  return { rule, path: decoded(path), route: rest.join(' '), hash }
}

const decoded = (path: string): string =>
  path.replace(/(?:%[0-9A-F]{2})+/g, found => {
    try {
      return decodeURIComponent(found)
    } catch {
      return found
    }
  })
