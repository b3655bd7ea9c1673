import { secretsIn } from '../../model/secrets.js'
import type { RecordedObject, Recording } from './recording.js'
import { isObject } from './strip.js'

/** In the place of a secret. Not asterisks: those begin an alias in YAML. */
const WITHHELD = 'withheld'

/** The same recording without what looks like a secret: it goes to others, and no rule asks for one. */
export const secretsWithheld = (recording: Recording): Recording => ({
  ...recording,
  objects: recording.objects.map(one => ({ ...one, body: bodyOf(one) })),
  missing: recording.missing.map(one => ({ ...one, said: line(one.said, 'code') })),
})

const bodyOf = ({ body, kind }: RecordedObject): unknown => of(body, '', kind)

/** Headers with which a kubelet fetches pods hold a token; the signature of a bootstrap token is no secret, but nobody needs it. */
const DROPPED = /^(?:staticPodURLHeader|jws-kubeconfig-.*|binaryData)$/

function of(value: unknown, key: string, previous: string): unknown {
  if (typeof value === 'string') return text(value, key, previous)
  if (Array.isArray(value)) {
    let before = key
    return value.map(one => {
      const found = of(one, '', before)
      before = typeof one === 'string' ? one : ''
      return found
    })
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (DROPPED.test(key) ? [] : [[key, of(inner, key, '')]])),
  )
}

/** A value under its key, an argument behind another, or a text with lines of its own. */
function text(value: string, key: string, previous: string): string {
  if (/^\s*[[{]/.test(value)) {
    const inner = json(value)
    if (inner !== undefined) return sameText(value, inner, of(inner, '', ''))
  }
  if (value.includes('\n')) return lines(key === 'Corefile' ? value.replace(COREFILE, `$1${WITHHELD}`) : value)
  if (key === '') return line(value, 'code', previous)
  const head = `${key}: `
  return line(head + value, 'code').slice(head.length)
}

/** As it was written, where nothing of it is withheld. */
function sameText(text: string, before: unknown, after: unknown): string {
  const written = JSON.stringify(after)
  return written === JSON.stringify(before)
    ? text
    : JSON.stringify(after, undefined, text.includes('\n') ? 2 : undefined)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const PRIVATE_KEY = /(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----)(?:(?!-----)[\s\S]){0,40000}/g
/** Plugins of CoreDNS that log in somewhere: `etcd`, `route53`, `azure`. What is a secret there stands behind its key, or behind the user. */
const COREFILE = /^([ \t]*(?:(?:credentials|aws_access_key)[ \t]+\S+|secret|password|token)[ \t]+)[^\s{}]+/gm
/** With all that is indented below it, or a list at its own depth. */
const HEADERS = /^([ \t]*)(["']?)staticPodURLHeader\2[ \t]*:.*(?:\n(?:\1[ \t]+.*|\1-.*|[ \t]*(?=\n)))*\n?/gm
/** `token: |`, and what is indented below it. */
const BLOCK = /^([ \t]*)((?:- )?["']?[\w.-]+["']?[ \t]*:[ \t]*)[|>][-+\d]*[ \t]*((?:\n(?:\1[ \t]+.*|[ \t]*(?=\n)))+)/gm

function lines(value: string): string {
  const cut = value
    .replace(PRIVATE_KEY, `$1\n${WITHHELD}\n`)
    .replace(HEADERS, '')
    .replace(BLOCK, (whole, indent: string, head: string, body: string) => {
      const isSecret = secretsIn(`${head}x9${body.trim().slice(0, 20).replace(/\s/g, '')}`, 'code').length > 0
      return isSecret ? `${indent}${head}${WITHHELD}` : whole
    })
  let previous = ''
  return cut
    .split('\n')
    .map(one => {
      const found = line(one, 'code', previous)
      previous = one
      return found
    })
    .join('\n')
}

function line(text: string, as: 'code' | 'prose', previous = ''): string {
  let result = ''
  let at = 0
  for (const [from, to] of secretsIn(text, as, previous)) {
    result += text.slice(at, from) + WITHHELD
    at = to
  }
  return result + text.slice(at)
}
