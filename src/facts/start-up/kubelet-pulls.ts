import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { known } from '../../model/rule.js'
import { beside } from './beside.js'
import { items, otherThan, outside, rows, written } from './checks.js'
import { isOn } from './kubelet-gates.js'

const VALIDATION = 'pkg/kubelet/apis/config/validation/validation.go'
const ALLOWLISTED = 'NeverVerifyAllowlistedImages'

/** Pulling images, and which of those a node has may be used without asking. */
export const PULLS = rows('kubelet', [
  {
    id: 'parallel-pulls-min',
    settings: ['maxParallelImagePulls'],
    versions: '>=1.27',
    reason: 'it is below 1',
    remedy: 'set 2 or more, or remove it',
    source: VALIDATION,
    check: outside(['maxParallelImagePulls'], { min: 1 }),
  },
  {
    id: 'parallel-pulls-serial',
    settings: ['maxParallelImagePulls', 'serializeImagePulls'],
    versions: '>=1.27',
    reason: 'it asks for parallel pulls while serializeImagePulls is true',
    remedy: 'set `serializeImagePulls: false` beside it',
    source: VALIDATION,
    *check(kubelet) {
      const most = yield* written(kubelet, 'maxParallelImagePulls')
      if (typeof most?.value !== 'number' || most.value <= 1) return
      const serial = yield* known(kubelet.get('serializeImagePulls'))
      if (serial.state === 'default' || serial.value !== true) return
      const edit = serial.by?.value === undefined ? undefined : replaceValue(serial.by, 'false')
      yield {
        at: most,
        ...beside([serial, 'one after the other']),
        ...offer('unsafe', 'set `serializeImagePulls` to false', edit),
      }
    },
  },
  {
    // cmd/kubelet/app/server.go, mergeKubeletConfigurations: the file has got its defaults, and false only if it asks for parallel pulls
    id: 'parallel-pulls-drop-in',
    settings: ['maxParallelImagePulls', 'serializeImagePulls'],
    versions: '>=1.28',
    reason: 'serializeImagePulls has become true by default before a drop-in asks for parallel pulls',
    remedy: 'set `serializeImagePulls: false` in the drop-in as well',
    source: 'cmd/kubelet/app/server.go',
    *check(kubelet) {
      const most = yield* written(kubelet, 'maxParallelImagePulls')
      if (typeof most?.value !== 'number' || most.value <= 1 || most.by?.layer !== 'drop-in') return
      const serial = yield* known(kubelet.get('serializeImagePulls'))
      if (serial.state === 'set' || serial.by !== undefined) return
      const inFile = most.beaten.find(({ layer }) => layer === 'file')
      if (Number(inFile?.value?.value ?? 0) < 2) yield { at: most }
    },
  },
  {
    id: 'pull-policy',
    settings: ['imagePullCredentialsVerificationPolicy'],
    versions: '>=1.33',
    reason: '`{value}` is not a verification policy',
    remedy: 'use NeverVerify, NeverVerifyPreloadedImages, NeverVerifyAllowlistedImages or AlwaysVerify',
    source: VALIDATION,
    *check(kubelet) {
      const words = ['NeverVerify', 'NeverVerifyPreloadedImages', ALLOWLISTED, 'AlwaysVerify']
      if (yield* isOn(kubelet, 'KubeletEnsureSecretPulledImages'))
        yield* otherThan<'kubelet'>('imagePullCredentialsVerificationPolicy', words)(kubelet)
    },
  },
  {
    id: 'pull-allowlist',
    settings: ['preloadedImagesVerificationAllowlist', 'imagePullCredentialsVerificationPolicy'],
    versions: '>=1.33',
    reason: 'it needs the policy NeverVerifyAllowlistedImages, not {policy}',
    remedy: 'set `imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages`, or remove it',
    source: VALIDATION,
    *check(kubelet) {
      const list = yield* written(kubelet, 'preloadedImagesVerificationAllowlist')
      if (!Array.isArray(list?.value) || list.value.length === 0) return
      if (!(yield* isOn(kubelet, 'KubeletEnsureSecretPulledImages'))) return
      const policy = yield* written(kubelet, 'imagePullCredentialsVerificationPolicy')
      if (policy?.value === ALLOWLISTED) return
      const named = policy === undefined ? 'the default' : `\`${policy.value}\``
      yield { at: list, values: { policy: named }, ...beside([policy, 'the policy']) }
    },
  },
  {
    // pkg/kubelet/images/pullmanager/image_pull_policies.go, getAllowlistImagePattern
    id: 'pull-allowlist-pattern',
    settings: ['preloadedImagesVerificationAllowlist'],
    versions: '>=1.33',
    reason: '`{pattern}` is not a pattern of images: it {detail}',
    remedy: 'name images without tag and digest, or a folder of a registry with `/*` at its end',
    source: VALIDATION,
    *check(kubelet) {
      const policy = yield* written(kubelet, 'imagePullCredentialsVerificationPolicy')
      if (policy?.value !== ALLOWLISTED) return
      if (!(yield* isOn(kubelet, 'KubeletEnsureSecretPulledImages'))) return
      for (const { value, at } of yield* items(kubelet, 'preloadedImagesVerificationAllowlist')) {
        const detail = wrongWithPattern(value)
        if (detail !== undefined) yield { at, values: { pattern: value, detail } }
      }
    },
  },
])

function wrongWithPattern(pattern: string): string | undefined {
  if (pattern !== pattern.trim()) return 'begins or ends with a blank'
  const image = pattern.endsWith('/*') ? pattern.slice(0, -1) : pattern
  if (image === '') return 'names no image'
  if (image.includes('*')) return 'has its asterisk elsewhere than in `/*` at the end'
  if (image !== pattern) return image === '/' ? 'names no registry' : undefined
  const last = image.slice(image.lastIndexOf('/') + 1)
  return last.includes('@') || last.includes(':') ? 'names a tag or a digest' : undefined
}
