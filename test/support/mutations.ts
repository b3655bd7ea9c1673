/** One way to know less about the files of a case. */
export interface Mutation {
  readonly name: string
  readonly files: ReadonlyMap<string, string>
  /**
   * It hides what ties documents to components (a kind, a name, a whole command line, a file): what was loaded by it may then stand
   * alone, and a layer nobody speaks of counts as empty. New findings that say what they assume are right then.
   */
  readonly unties: boolean
}

interface Span {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly unties: boolean
}

const TYING =
  /^\s*(?:- )?["']?(?:kind|apiVersion|name|names|image|command|args|path|content|type|roles?|hostPath|mountPath|ExecStart|Exec[A-Z]\w*|EnvironmentFile|Environment|[\w.]*--config\S*|source|user_data|UserData|labels?|k8s-app|component|app)["']?\s*[:=]/

/** Stretches that hold a value, found without a parser: what stands after `:` or `=`, list items, values of flags, image tags. */
function spansOf(file: string, source: string): Span[] {
  const spans: Span[] = []
  const add = (start: number, value: string, unties: boolean): void => {
    const text = value.trim()
    if (text === '' || /^[|>{[&*]/.test(text) || text.includes('{{')) return
    const from = start + value.indexOf(text)
    const quoted = /^(["']).*\1$/.test(text) && text.length > 2 ? 1 : 0
    spans.push({ file, start: from + quoted, end: from + text.length - quoted, unties })
  }
  let offset = 0
  for (const line of source.split('\n')) {
    const continued = line.replace(/\s*\\?\r?$/, '').replace(/\s#.*$/, '')
    const tying = TYING.test(line)
    if (!/^\s*(?:#|;|\/\/)/.test(line)) {
      const pair = /^\s*(?:- )?["']?[\w./-]+["']?\s*(?::\s|=)\s*(?=\S)/.exec(continued)
      const item = /^\s*- (?=\S)/.exec(continued)
      if (pair !== null && !line.trimEnd().endsWith('\\'))
        add(offset + pair[0].length, continued.slice(pair[0].length).replace(/,$/, ''), tying)
      else if (item !== null) add(offset + item[0].length, continued.slice(item[0].length), true)
      for (const flag of continued.matchAll(/(?<=\s|["'=]|^)(--?[\w.-]+=)([^\s"',\]]+)/g))
        add(offset + flag.index + (flag[1] ?? '').length, flag[2] ?? '', /^--config/.test(flag[1] ?? ''))
      for (const tag of continued.matchAll(/(?<=:)v?\d+\.\d+\.\d+[\w.+-]*/g)) add(offset + tag.index, tag[0], false)
    }
    offset += line.length + 1
  }
  const seen = new Set<string>()
  return spans.filter(({ start, end }) => {
    const key = `${start}-${end}`
    return start < end && !seen.has(key) && seen.add(key)
  })
}

const count = (n: number, most: number): number[] =>
  n <= most ? [...Array(n).keys()] : [...Array(most).keys()].map(i => Math.floor((i * n) / most))

/** Of a recording one object after the other may not be read. */
export function withoutEachObject(files: ReadonlyMap<string, string>): Mutation[] {
  return [...files].flatMap(([file, source]) => {
    const [head = '', ...objects] = source.split(/^(?=- kind: )/m)
    return objects.map((object, gone): Mutation => {
      const name = object.split('\n').slice(0, 2).join(' ')
      const rest = objects.filter((_, i) => i !== gone)
      return {
        name: `\`${name}\` is not there`,
        files: new Map(files).set(file, rest.length === 0 ? `${head.trimEnd()} []\n` : head + rest.join('')),
        unties: true,
      }
    })
  })
}

/** At most `most` values become templates, evenly spread; then each file disappears in turn. */
export function mutationsOf(files: ReadonlyMap<string, string>, most = 16): Mutation[] {
  const spans = [...files].flatMap(([file, source]) => spansOf(file, source))
  const hidden = count(spans.length, most).map((i): Mutation => {
    const { file, start, end, unties } = spans[i]!
    const source = files.get(file) ?? ''
    const line = source.slice(0, start).split('\n').length
    return {
      name: `${file}:${line} \`${source.slice(start, end)}\` comes from a template`,
      files: new Map(files).set(file, `${source.slice(0, start)}{{ x }}${source.slice(end)}`),
      unties,
    }
  })
  if (files.size < 2) return hidden
  // Without the unit or pod that loads it, a file stands alone and what it says counts as it is written: no mutation.
  const removed = [...files.keys()]
    .filter(file => !/ExecStart|command:|args:/.test(files.get(file) ?? ''))
    .map((file): Mutation => {
      const rest = new Map(files)
      rest.delete(file)
      return { name: `${file} is not there`, files: rest, unties: true }
    })
  return [...hidden, ...removed]
}
