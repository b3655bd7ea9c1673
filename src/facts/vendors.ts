import type { Component } from '../model/component.js'

/** Flags that only a vendor's build has: openshift/kubernetes cmd/kube-apiserver/app/options, "UPSTREAM: <carry>" commits. */
const FLAGS: readonly string[] = ['openshift-config']

/** Whether a vendor built it, so that nobody can tell from upstream's tables which flags and gates it knows. */
export const isVendorBuild = ({ vendor, assignments }: Component): boolean =>
  vendor || assignments.some(({ name }) => FLAGS.includes(name))
