import { ADMISSION_ROWS } from './kube-apiserver-admission.js'
import { AUDIT } from './kube-apiserver-audit.js'
import { AUTHENTICATION } from './kube-apiserver-authentication.js'
import { AUTHORIZATION } from './kube-apiserver-authorization.js'
import { ENCRYPTION } from './kube-apiserver-encryption.js'
import { MOUNTS } from './kube-apiserver-files.js'
import { NETWORK } from './kube-apiserver-network.js'
import { OPTIONS } from './kube-apiserver-options.js'
import { POLICIES } from './kube-apiserver-policies.js'
import { TLS } from './kube-apiserver-tls.js'
import { loggingRow } from './logging.js'
import type { Validation } from './validation.js'

/** What kube-apiserver checks before it serves. */
export const VALIDATIONS: readonly Validation<'kube-apiserver'>[] = [
  loggingRow<'kube-apiserver'>(),
  ...OPTIONS,
  ...NETWORK,
  ...TLS,
  ...AUTHENTICATION,
  ...AUTHORIZATION,
  ...ADMISSION_ROWS,
  ...AUDIT,
  ...ENCRYPTION,
  ...POLICIES,
  ...MOUNTS,
]
