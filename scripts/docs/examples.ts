/**
 * An executed example of a rule's page. A fence says what it is behind its language:
 *
 *     ```yaml bad kubelet.yaml kubernetes=1.7.6
 *
 * `bad` must fire, `good` must not. The file name decides how it is read; the default is `example.yaml`, `example.service` for ini,
 * `example.tf` for hcl, `example.json` for json. Fences of one kind with only empty lines between them are the files of one example.
 * `kubernetes=VERSION` and `preset=NAME` count for the whole example.
 */
export interface Example {
  readonly kind: 'bad' | 'good'
  readonly files: ReadonlyMap<string, string>
  readonly kubernetesVersion?: string
  readonly preset?: string
  /** Offset in the page behind the last fence. */
  readonly end: number
}

const FENCE = /^(`{3,})(\w+) (bad|good)((?: [^\s`]+)*)\n([\s\S]*?)^\1$/gm
const EXTENSIONS: Readonly<Record<string, string>> = { ini: 'service', hcl: 'tf', json: 'json', sh: 'sh', toml: 'toml' }

export function examplesOf(page: string): Example[] {
  const examples: Example[] = []
  for (const found of page.matchAll(FENCE)) {
    const [whole, , language = '', kind, words = '', source = ''] = found
    const given = words.trim().split(' ')
    const settings = new Map(
      given.filter(word => /^\w+=/.test(word)).map(word => [word.split('=')[0], word.split('=')[1]]),
    )
    const name = given.find(word => word !== '' && !/^\w+=/.test(word)) ?? `example.${EXTENSIONS[language] ?? 'yaml'}`
    const end = found.index + whole.length
    const last = examples.at(-1)
    const joins = last !== undefined && last.kind === kind && page.slice(last.end, found.index).trim() === ''
    const [version, preset] = [settings.get('kubernetes'), settings.get('preset')]
    const example: Example = {
      kind: kind === 'bad' ? 'bad' : 'good',
      files: new Map([...(joins ? last.files : []), [name, source]]),
      ...(joins && last.kubernetesVersion !== undefined ? { kubernetesVersion: last.kubernetesVersion } : {}),
      ...(joins && last.preset !== undefined ? { preset: last.preset } : {}),
      ...(version === undefined ? {} : { kubernetesVersion: version }),
      ...(preset === undefined ? {} : { preset }),
      end,
    }
    if (joins) examples.pop()
    examples.push(example)
  }
  return examples
}
