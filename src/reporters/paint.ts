import type { Severity } from '../model/finding.js'

/** Colour only adds: everything it says is said in words as well. */
export interface Paint {
  severity(severity: Severity, text: string): string
  bold(text: string): string
  dim(text: string): string
  /** Secondary marks and the gutter. */
  quiet(text: string): string
  /** OSC 8. Both must be safe text; the target must be made by klint, never taken from a file. */
  link(text: string, url: string): string
}

const CODES: Record<Severity, string> = { error: '1;31', warning: '1;33', info: '1;36' }

export function paint({ color, hyperlinks }: { readonly color: boolean; readonly hyperlinks: boolean }): Paint {
  const wrap = (code: string, text: string): string => (color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text)
  return {
    severity: (severity, text) => wrap(CODES[severity], text),
    bold: text => wrap('1', text),
    dim: text => wrap('2', text),
    quiet: text => wrap('34', text),
    link: (text, url) => (hyperlinks ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text),
  }
}
