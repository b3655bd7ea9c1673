/**
 * Where upstream publishes images; CoreOS' and Rancher's hyperkube carry backports of upstream fixes only. Other projects have folders of their
 * own there, and components with more in them: `registry.k8s.io/scheduler-plugins/kube-scheduler`.
 */
const UPSTREAM =
  /^(?:docker:\/\/)?(?:(?:k8s\.gcr\.io|(?:[a-z]+\.)?gcr\.io\/(?:google[_-]containers|k8s-artifacts-prod|etcd-development)|registry\.k8s\.io|quay\.io\/(?:coreos|hyperkube|poseidon))\/(?:autoscaling\/)?[^/]+|rancher\/hyperkube)\/$/

/** Whether upstream publishes an image: `registry.k8s.io/kube-apiserver:v1.34.2`, with or without a tag. A mirror of somebody's own is none. */
export function isUpstreamImage(image: string): boolean {
  const name = image.lastIndexOf('/') + 1
  return UPSTREAM.test(`${image.slice(0, name)}${image.slice(name).replace(/[:@].*$/s, '')}/`)
}
