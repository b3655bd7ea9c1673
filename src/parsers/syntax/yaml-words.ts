import type { ErrorCode, YAMLError } from 'yaml'

/** The parser's closed set of errors, as one would tell them to the file's author. */
const WORDS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias has an anchor or a tag of its own',
  BAD_ALIAS: 'an anchor or alias has no name',
  BAD_COLLECTION_TYPE: 'a tag does not fit what it stands before',
  BAD_DIRECTIVE: 'a directive is malformed',
  BAD_DQ_ESCAPE: 'an escape in a double-quoted string does not exist',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_PROP_ORDER: 'an anchor or tag stands on the wrong side of an indicator',
  BAD_SCALAR_START: 'a value begins with a character that needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a map begins on the line of another key',
  BLOCK_IN_FLOW: 'an indented block stands inside brackets',
  DUPLICATE_KEY: 'a key is written twice',
  IMPOSSIBLE: 'the parser lost its way',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a character is missing',
  MULTILINE_IMPLICIT_KEY: 'a key spans several lines, or its colon is missing',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a second document begins',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a key is not a string',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'a tab stands where blanks indent',
  TAG_RESOLVE_FAILED: 'a tag cannot be resolved',
  UNEXPECTED_TOKEN: 'something stands where nothing may stand',
}

/** What is missing is in the parser's message: `Missing closing "quote`. */
const MISSING: readonly [RegExp, string][] = [
  [/closing ["']quote/, 'a closing quote is missing'],
  [/must end with a \]|end with a \]/, 'a `]` is missing'],
  [/end with a \}/, 'a `}` is missing'],
  [/Missing , or :|Missing , between/, 'a comma is missing'],
  [/map keys need to be followed by map values/, 'a key has no colon'],
  [/space after :/, 'a blank is missing behind a colon'],
]

export function inWords({ code, message }: YAMLError): string {
  return MISSING.find(([pattern]) => pattern.test(message))?.[1] ?? WORDS[code]
}
