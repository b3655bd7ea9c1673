import type { ComponentKind } from '../../model/fragment.js'
import { parsed, type TreeFormat } from '../format.js'
import { configFragment } from './config-fragment.js'
import { kindOf } from './object.js'

const COMPONENTS: Readonly<
  Record<string, { readonly component: ComponentKind; readonly kubeadmPath: string | undefined }>
> = {
  KubeProxyConfiguration: { component: 'kube-proxy', kubeadmPath: '/var/lib/kube-proxy/config.conf' },

  KubeSchedulerConfiguration: { component: 'kube-scheduler', kubeadmPath: undefined },
}

/** What `--config` of kube-proxy and kube-scheduler names. */
export const componentConfiguration: TreeFormat = {
  name: 'component-configuration',
  wants: tree => Object.hasOwn(COMPONENTS, kindOf(tree) ?? ''),
  read(tree, context) {
    const found = COMPONENTS[kindOf(tree) ?? '']
    return parsed(
      found === undefined ? [] : [configFragment(tree, context, { ...found, layer: 'file', version: undefined })],
    )
  },
}
