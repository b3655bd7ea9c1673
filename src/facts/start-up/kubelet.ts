import { ALLOCATABLE } from './kubelet-allocatable.js'
import { EVICTION } from './kubelet-eviction.js'
import { FILES } from './kubelet-files.js'
import { GATES } from './kubelet-gates.js'
import { LOGS } from './kubelet-logs.js'
import { MANAGERS } from './kubelet-managers.js'
import { MEMORY } from './kubelet-memory.js'
import { NUMBERS } from './kubelet-numbers.js'
import { PROCESS } from './kubelet-process.js'
import { PULLS } from './kubelet-pulls.js'
import { RESERVATIONS } from './kubelet-reservations.js'
import { TAINTS } from './kubelet-taints.js'
import { TLS } from './kubelet-tls.js'
import { WORDS } from './kubelet-words.js'

/** Checks a kubelet makes at start. */
export const VALIDATIONS = [
  ...NUMBERS,
  ...WORDS,
  ...GATES,
  ...ALLOCATABLE,
  ...MEMORY,
  ...TAINTS,
  ...PULLS,
  ...LOGS,
  ...FILES,
  ...EVICTION,
  ...RESERVATIONS,
  ...MANAGERS,
  ...PROCESS,
  ...TLS,
]
