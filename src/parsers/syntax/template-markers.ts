import type { Hole } from '../../model/document.js'
import { closers, finder } from './template-search.js'

export interface Marker {
  readonly end: number
  /** `literal`: looks like a marker and prints itself, like Helm's {{`…`}}. */
  readonly kind: Hole['kind'] | 'literal'
  /** Where scanning goes on, if not at `end`: behind a stretch the engine leaves alone. */
  readonly resume?: number
}

/** Characters of the longest marker: what is longer is a forgotten brace. */
const LONGEST = 20_000

/** Terraform's templatefile and Go's own naming: `${…}` in such a file is filled in before anybody runs it. */
const TEMPLATE = /\.(?:tpl|tftpl|tmpl)(?:\.[a-z0-9]+)?$/i

const GO_STATEMENT =
  /^(?:(?:if|range|with|define|block|else|end|break|continue)(?![\w.:|-])|\$\w*\s*(?:,\s*\$\w+\s*)?:?=(?!=)|[#/^])/
/** No shell and no systemd computes in `${…}`, or lets a name begin behind a blank: a function call, an operator, a string, `${ name }`. */
const EXPRESSION = /^\$\{(?:\s*(?:[A-Za-z_]\w*\(|"|[\w.[\]]+\s+(?:[=!<>]=|[?<>&|*/]))|[ \t]+[\w.-]+[ \t]*\})/
const TERRAFORM = /^%\{~?\s*(?:if|else|endif|for|endfor)\b/
const HIERA = /^%\{(?:::|facts\b|trusted\b|hiera\b|lookup\b|alias\b|literal\b|scope\b)/
const PLACEHOLDER = /__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__(?!\w)/y
/** What `configure` and CMake fill in, and those who write it twice to be sure: `@NODE_IP@`, `@@NODE_IP@@`. */
const AT_SIGNS = /(@@?)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\1(?!\w)/y
/** Capitals, or lower-case words joined by a dash; `<br>` and `memory.available<100Mi` are none. */
const ANGLE = /<(?:args|[A-Z][A-Z0-9_-]{1,60}|[a-z][a-z0-9]{0,30}(?:[-_][a-z0-9]{1,30}){1,8})>(?!\w)/y
const LINE_ANGLE = /<[A-Za-z]\w{1,60}>(?=[ \t]*\r?(?:\n|$))(?<=^[ \t]*<\w+>)/my
const BEFORE_ANGLE = /[\s"'=,:/\-@([]/

/** A function that says what stands at an offset; offsets must ascend, for searches go on where the last one ended. */
export function markers(source: string, path: string): (at: number) => Marker | undefined {
  const template = TEMPLATE.test(path)
  const brackets = closers(source, template)
  const seek = {
    commentEnd: finder(source, '*/'),
    backtick: finder(source, '`'),
    jinjaEnd: finder(source, '%}'),
    jinjaNext: finder(source, '{%'),
    jinjaComment: finder(source, '#}'),
    erbEnd: finder(source, '%>'),
    erbNext: finder(source, '<%'),
    bracket: finder(source, ']'),
    newline: finder(source, '\n'),
  }
  /** No closing quote before this offset. */
  const unquoted = new Map<string, number>()
  let rawEnds = true

  const close = (at: number, width: number, start: number): number | undefined =>
    at === -1 || at - start > LONGEST ? undefined : at + width

  /** The closing quote of a string that begins at `at`, or `at` if it does not end on its line. */
  function stringEnd(at: number, quote: string, limit: number): number {
    if (at < (unquoted.get(quote) ?? -1)) return at
    for (let i = at + 1; i < limit; i++) {
      const c = source[i]
      if (c === quote) return i
      if (c === '\n') {
        unquoted.set(quote, i)
        return at
      }
      if (c === '\\') i++
    }
    unquoted.set(quote, limit)
    return at
  }

  /** Offset behind the `}}` of an action that begins at `open`. Another `{{` shows that this one was none. */
  function actionEnd(open: number): number | undefined {
    const limit = Math.min(source.length, open + LONGEST)
    let depth = 0
    for (let i = open + 2; i < limit; i++) {
      const c = source[i]
      if (c === '}') {
        if (depth > 0) depth--
        else if (source[i + 1] === '}') return i + 2
      } else if (c === '{') {
        if (source[i + 1] === '{' && i > open + 2) return undefined
        depth++
      } else if (c === '"' || c === "'") i = stringEnd(i, c, limit)
      else if (c === '\\') i++
      else if (c === '`') {
        const end = seek.backtick(i + 1)
        if (end !== -1 && end < limit) i = end
      }
    }
    return undefined
  }

  function action(open: number): Marker | undefined {
    let at = open + 2
    if (source[at] === '-' || source[at] === '~') at++
    while (source[at] === ' ') at++
    if (source.startsWith('/*', at) || source.startsWith('!--', at)) {
      const [from, width] = source[at] === '/' ? [seek.commentEnd(at + 2), 2] : [source.indexOf('--', at + 3), 2]
      const behind = close(from, width, open)
      if (behind === undefined) return undefined
      const tail = /[ \t\r\n]*[-~]?\}\}/y
      tail.lastIndex = behind
      return tail.test(source) ? { end: tail.lastIndex, kind: 'comment' } : undefined
    }
    if (source[at] === '`') {
      const behind = close(seek.backtick(at + 1), 1, open)
      const tail = /[ \t]*-?\}\}/y
      tail.lastIndex = behind ?? source.length
      if (tail.test(source)) return { end: tail.lastIndex, kind: 'literal' }
    }
    const end = actionEnd(open)
    if (end === undefined) return undefined
    if (source[at] === '!') return { end, kind: 'comment' }
    return { end, kind: GO_STATEMENT.test(source.slice(at, Math.min(end - 2, at + 200))) ? 'statement' : 'value' }
  }

  function jinja(open: number): Marker | undefined {
    const end = close(seek.jinjaEnd(open + 2), 2, open)
    const next = seek.jinjaNext(open + 2)
    if (end === undefined || (next !== -1 && next < end)) return undefined
    if (!rawEnds || !/^\{%[-+]?\s*(?:raw|verbatim)\b/.test(source.slice(open, open + 40)))
      return { end, kind: 'statement' }
    const rawEnd = /\{%[-+]?\s*end(?:raw|verbatim)\b/g
    rawEnd.lastIndex = end
    const found = rawEnd.exec(source)
    rawEnds = found !== null
    return { end, kind: 'statement', ...(found === null ? {} : { resume: found.index }) }
  }

  function erb(open: number): Marker | undefined {
    if (source[open + 2] === '%') return { end: open + 3, kind: 'literal' }
    const end = close(seek.erbEnd(open + 2), 2, open)
    const next = seek.erbNext(open + 2)
    if (end === undefined || (next !== -1 && next < end)) return undefined
    const sign = source[open + 2]
    return { end, kind: sign === '=' ? 'value' : sign === '#' ? 'comment' : 'statement' }
  }

  function percent(open: number): Marker | undefined {
    const head = source.slice(open, open + 40)
    const statement = TERRAFORM.test(head)
    if (!statement && !HIERA.test(head)) return undefined
    const end = close(brackets(open + 1), 1, open)
    return end === undefined ? undefined : { end, kind: statement ? 'statement' : 'value' }
  }

  function dollar(open: number): Marker | undefined {
    // ${{ … }} of workflow files.
    if (source.startsWith('{{', open + 1)) return action(open + 1)
    const end = close(brackets(open + 1), 1, open)
    if (end === undefined || end === open + 3) return undefined
    const filled = source[open + 1] === '{' && (template || EXPRESSION.test(source.slice(open, open + 200)))
    return { end, kind: filled ? 'value' : 'variable' }
  }

  function sticky(pattern: RegExp, at: number): Marker | undefined {
    pattern.lastIndex = at
    return pattern.test(source) ? { end: pattern.lastIndex, kind: 'value' } : undefined
  }

  return at => {
    const before = source[at - 1] ?? '\n'
    switch (source[at]) {
      case '{':
        if (source[at + 1] === '{') return action(at)
        if (source[at + 1] === '%') return jinja(at)
        return before === '$' ? undefined : comment(at)
      case '<':
        if (source[at + 1] === '%') return erb(at)
        return BEFORE_ANGLE.test(before) ? (sticky(ANGLE, at) ?? sticky(LINE_ANGLE, at)) : undefined
      case '%':
        return source[at + 1] === '{' ? percent(at) : undefined
      case '$':
        return source[at + 1] === '$' ? undefined : dollar(at)
      case '_':
        return /\w/.test(before) ? undefined : sticky(PLACEHOLDER, at)
      case '@':
        return /[\w@]/.test(before) ? undefined : sticky(AT_SIGNS, at)
      default:
        return encrypted(at)
    }
  }

  function comment(open: number): Marker | undefined {
    const end = close(seek.jinjaComment(open + 2), 2, open)
    return end === undefined ? undefined : { end, kind: 'comment' }
  }

  /** SOPS (https://github.com/getsops/sops): `ENC[AES256_GCM,data:…,type:str]`. */
  function encrypted(open: number): Marker | undefined {
    if (!source.startsWith('ENC[AES256_GCM,', open)) return undefined
    const end = seek.bracket(open)
    const newline = seek.newline(open)
    return end === -1 || (newline !== -1 && newline < end) ? undefined : { end: end + 1, kind: 'value' }
  }
}
