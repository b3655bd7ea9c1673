import type { Document } from '../model/document.js'
import type { ConfigFragment, Variable } from '../model/fragment.js'
import type { Location } from '../model/location.js'
import type { Text } from '../model/text.js'

/** Why something that could change a setting is not in view (docs/ARCHITECTURE.md, idea 2). */
export interface Gap {
  /**
   * `hole`: a template prints it; `dangling`: something in view loads it and it is not in view;
   * `open`: nothing in view says whether it exists, so it counts as empty and findings say what they assume.
   */
  readonly gap: 'hole' | 'dangling' | 'open'
  /** `/etc/default/kubelet`, `$KUBELET_EXTRA_ARGS`, `the command line`. */
  readonly what: string
  /** Where "fills it" or "is not in view" would not be true: "two files in view could be /etc/default/kubelet". */
  readonly because?: string
  readonly at: Location
}

/** An argument of a command line after variables were expanded, or a stretch that may hold any number of them. */
export type Argument = { readonly text: Text } | Gap

/** No command line is longer; what stands behind that is as good as hidden by a template. */
export const MOST_WORDS = 5_000
export const TOO_LONG = 'a command line longer than klint reads'

export const isGap = (argument: object): argument is Gap => 'gap' in argument

/** A layer of a component: what is in view of it, or why not. */
export type Part<T> =
  | { readonly state: 'seen'; readonly value: T; readonly at: Location }
  | { readonly state: 'absent' }
  | { readonly state: 'dangling'; readonly what: string; readonly because?: string; readonly at: Location }
  | { readonly state: 'open'; readonly what: string; readonly at: Location }

/** The environment of a process, lowest precedence first; gaps stand where a file is missing. */
export type Environment = readonly (Variable | Gap)[]

/** How a reference was followed; `npm run corpus` prints these. */
export interface Followed {
  readonly from: Document
  readonly path: string
  readonly wants: string
  readonly to?: Document
  /** `host`, `declared`, `suffix`, `base name`; else why it dangles. */
  readonly how: string
}

export type ConfigPart = Part<ConfigFragment>
