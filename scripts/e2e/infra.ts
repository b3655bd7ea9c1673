import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { output } from './command.js'
import type { Stage } from './stage.js'

const kubelet = (disks: string): string => `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
maxPods: 110
kubeReserved:
  cpu: 100m
  memory: 1Gi
systemReserved:
  memory: 500Mi
# what the nodes have been sized for
evictionHard:
  memory.available: 500Mi
${disks}`

const member = (name: string, electionTimeout: number): string => `[Service]
ExecStart=/usr/bin/etcd --name=${name} --initial-cluster=m1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380 --heartbeat-interval=500 --election-timeout=${electionTimeout}
`

/** A kubelet whose thresholds for the disk got lost, and the finding. */
export const BAD = { 'nodes/kubelet.yaml': kubelet('') }
export const FINDING = /error\[kubelet\/eviction-hard-partial\].*\n +--> nodes\/kubelet\.yaml:10:1$/gm

export const GOOD = { 'nodes/kubelet.yaml': kubelet('  nodefs.available: 10%\n  nodefs.inodesFree: 5%\n') }

/** Two members that are fine, each by itself. */
export const TIMERS = { 'etcd/m1/etcd.service': member('m1', 5000), 'etcd/m2/etcd.service': member('m2', 10000) }

export const REST = {
  'README.md': 'The cluster of a test.\n',
  'tool.py': 'print(1)\n',
  'etcd/m1/etcd.service': member('m1', 5000),
  'etcd/m2/etcd.service': member('m2', 5000),
}

export function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
}

/** A repository with one commit that holds `files`. */
export async function repository(root: string, files: Readonly<Record<string, string>>, { env }: Stage): Promise<void> {
  put(root, files)
  const git = (...argv: string[]): Promise<string> => output(['git', ...argv], { cwd: root, env })
  await git('init', '--quiet', '--initial-branch=main')
  await identify(root, env)
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'A cluster')
}

/** Commits need an author, and nothing of the user's is read. */
export async function identify(root: string, env: Stage['env']): Promise<void> {
  for (const [key, value] of [
    ['user.name', 'klint e2e'],
    ['user.email', 'klint@example.org'],
    ['commit.gpgSign', 'false'],
  ])
    await output(['git', 'config', key ?? '', value ?? ''], { cwd: root, env })
}
