/**
 * A text without the indentation of the code around it: the first line (after the backtick) and the last are dropped,
 * the smallest indentation is removed from all lines, and the result ends with a newline. Escapes mean what they mean in
 * the source file, `\${` stands for `${`.
 */
export function text(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const joined = strings.reduce((all, part, i) => `${all}${values[i - 1] ?? ''}${part}`)
  const lines = joined
    .replace(/^[ \t]*\n/, '')
    .replace(/\n?[ \t]*$/, '')
    .split('\n')
  const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length)
  const indent = indents.length === 0 ? 0 : Math.min(...indents)
  return `${lines.map(line => (line.trim() === '' ? '' : line.slice(indent))).join('\n')}\n`
}
