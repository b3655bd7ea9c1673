/** A Deployment of cluster-autoscaler as people write it; an image with `:` stands for itself, else it is a tag of upstream's. */
export function autoscaler(image: string, ...args: readonly string[]): string {
  const full = image.includes(':') ? image : `registry.k8s.io/autoscaling/cluster-autoscaler:${image}`
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cluster-autoscaler
  namespace: kube-system
spec:
  template:
    metadata:
      labels:
        app: cluster-autoscaler
    spec:
      containers:
        - name: cluster-autoscaler
          image: ${full}
          command:
            - ./cluster-autoscaler
            - --cloud-provider=aws
${args.map(arg => `            - ${arg}\n`).join('')}`
}
