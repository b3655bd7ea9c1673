import { readFileSync } from 'node:fs'

/** The version flags: without them `--version`, hidden metrics and the emulated version are wrong. */
const VERSION = 'k8s.io/component-base/version'

export interface Recipe {
  /** The Go module that has the component. */
  readonly module: string
  /** The files of klint's module by name: the component as its own `main` starts it (cmd/ upstream), and what it registers if it is asked. */
  readonly files: Readonly<Record<string, string>>
  /** The same for a version in which the component is started otherwise. */
  filesAt?(version: string): Readonly<Record<string, string>> | undefined
  linkerFlags(version: string): readonly string[]
}

/** With this variable set a component of Kubernetes prints the flags and feature gates it registers, as JSON, and does not start. */
export const REGISTERED = 'KLINT_ORACLE_REGISTERED'

const file = (name: string): string => readFileSync(new URL(`go/${name}`, import.meta.url), 'utf8')

const kubernetes = (main: string): Recipe => ({
  module: 'k8s.io/kubernetes',
  files: { 'main.go': main, 'registered.go': file('registered.go') },
  linkerFlags: version => {
    const [major = '', minor = ''] = version.split('.')
    const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' }
    return Object.entries(values).flatMap(([name, value]) => ['-X', `${VERSION}.${name}=${value}`])
  },
})

const simple = (app: string, command: string): Recipe =>
  kubernetes(`package main

import (
	"os"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubernetes/cmd/${app}/app"
)

func main() {
	command := app.${command}()
	sayRegistered(command.Flags)
	os.Exit(cli.Run(command))
}
`)

const KUBELET = file('kubelet.go')
/** Its command makes its context itself up to 1.33. */
const WITHOUT_CONTEXT = KUBELET.replace('\t"context"\n', '').replace('context.Background()', '')

const minor = (version: string): number => Number(version.split('.')[1])

/** One binary for each: in a shared one the components see each other's feature gates. */
export const RECIPES = {
  'kube-apiserver': simple('kube-apiserver', 'NewAPIServerCommand'),
  'kube-controller-manager': simple('kube-controller-manager', 'NewControllerManagerCommand'),
  'kube-scheduler': simple('kube-scheduler', 'NewSchedulerCommand'),
  'kube-proxy': simple('kube-proxy', 'NewProxyCommand'),
  kubelet: {
    ...kubernetes(KUBELET),
    filesAt: version => (minor(version) < 34 ? kubernetes(WITHOUT_CONTEXT).files : undefined),
  },
  'container-runtime': {
    // serves kubelets of every version klint builds
    module: 'k8s.io/kubernetes',
    files: { 'main.go': file('container-runtime.go') },
    linkerFlags: version => ['-X', `main.version=${version}`],
  },
  etcd: {
    module: 'go.etcd.io/etcd/server/v3',
    files: {
      'main.go': `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`,
    },
    linkerFlags: () => [],
  },
} as const satisfies Readonly<Record<string, Recipe>>

export type Component = keyof typeof RECIPES
