import { EXPLAINED, type Explained } from './explained.js'

const TITLES: Readonly<Record<Explained['comparison'], string>> = {
  starts: 'Starts or not',
  flags: 'Flags and gates',
  values: 'Values',
}

/** The part of docs/ORACLES.md that says which differences are meant to be. */
export const explainedPage = (): string =>
  Object.entries(TITLES)
    .map(([comparison, title]) =>
      [
        `### ${title}\n`,
        '| component | what differs | why | upstream |',
        '|---|---|---|---|',
        ...EXPLAINED.filter(one => one.comparison === comparison).map(row),
        '',
      ].join('\n'),
    )
    .join('\n')

const row = ({ components, pattern, reason, source }: Explained): string =>
  `| ${components?.join(', ') ?? 'all'} | \`${cell(pattern.source.replaceAll('\\/', '/'))}\` | ${cell(reason)} | ${cell(source)} |`

const cell = (text: string): string => text.replaceAll('|', '\\|')
