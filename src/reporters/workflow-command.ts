/** Escapes of actions/toolkit packages/core/src/command.ts. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** What a runner of GitHub Actions reads from the log: `::error file=a.yaml,line=3::text`. */
export function workflowCommand(
  name: 'error' | 'warning' | 'notice' | 'debug',
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
  return `::${[name, written.join(',')].filter(part => part !== '').join(' ')}::${data(text)}`
}
