import type { Written } from '../model/component.js'
import { outermost } from '../model/document.js'

/** What `kubeadm init` and `kubeadm join` write, and nobody edits: /var/lib/kubelet/kubeadm-flags.env. */
const FILE = /(?:^|\/)kubeadm-flags\.env$/

/**
 * Flags that kubeadm has written into that file and takes out again before the kubelet that lacks them comes: `container-runtime` with
 * the upgrade to 1.26 (kubernetes/kubernetes v1.26.0 cmd/kubeadm/app/phases/upgrade/postupgrade.go), `pod-infra-container-image` with the
 * one to 1.35 (v1.35.0 cmd/kubeadm/app/cmd/phases/upgrade/postupgrade.go).
 */
const TAKEN_OUT: readonly string[] = ['container-runtime', 'pod-infra-container-image']

/** Whether the tool that wrote a flag will remove it in time: nothing that its user has to do yet. */
export const isTakenOutByKubeadm = ({ of, name, at }: Written): boolean =>
  of.kind === 'kubelet' && TAKEN_OUT.includes(name) && FILE.test(outermost(at.doc).uri)
