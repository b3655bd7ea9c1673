/** A static pod of a control-plane component as kubeadm lays it out; an image with `:` stands for itself, else it is a tag of upstream's. */
export function staticPod(component: string, image: string, ...args: readonly string[]): string {
  const full = image.includes(':') ? image : `registry.k8s.io/${component}:${image}`
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${component}
  namespace: kube-system
spec:
  containers:
    - name: ${component}
      image: ${full}
      command:
        - ${component}
${args.map(arg => `        - ${arg}\n`).join('')}  hostNetwork: true
`
}
