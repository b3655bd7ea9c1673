/** The version flags: without them `--version`, hidden metrics and the emulated version are wrong. */
const VERSION = 'k8s.io/component-base/version'

export interface Recipe {
  /** The Go module that has the component. */
  readonly module: string
  /** The package of klint's module: the component as its own `main` starts it, and nothing else. */
  readonly main: string
  linkerFlags(version: string): readonly string[]
}

const kubernetes = (app: string, command: string): Recipe => ({
  module: 'k8s.io/kubernetes',
  main: `package main

import (
	"os"

	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubernetes/cmd/${app}/app"
)

func main() { os.Exit(cli.Run(app.${command})) }
`,
  linkerFlags: version => {
    const [major = '', minor = ''] = version.split('.')
    const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' }
    return Object.entries(values).flatMap(([name, value]) => ['-X', `${VERSION}.${name}=${value}`])
  },
})

/** One binary for each: in a shared one the components see each other's feature gates. */
export const RECIPES = {
  'kube-apiserver': kubernetes('kube-apiserver', 'NewAPIServerCommand()'),
  etcd: {
    module: 'go.etcd.io/etcd/server/v3',
    main: `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`,
    linkerFlags: () => [],
  },
} as const satisfies Readonly<Record<string, Recipe>>

export type Component = keyof typeof RECIPES
