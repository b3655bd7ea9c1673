import { ALLOCATABLE } from './kubelet-allocatable.js'
import { GATES } from './kubelet-gates.js'
import { LOGS } from './kubelet-logs.js'
import { MEMORY } from './kubelet-memory.js'
import { NUMBERS } from './kubelet-numbers.js'
import { PULLS } from './kubelet-pulls.js'
import { TAINTS } from './kubelet-taints.js'
import { WORDS } from './kubelet-words.js'

/** Checks a kubelet makes at start. */
export const VALIDATIONS = [...NUMBERS, ...WORDS, ...GATES, ...ALLOCATABLE, ...MEMORY, ...TAINTS, ...PULLS, ...LOGS]
