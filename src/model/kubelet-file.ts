/** Where kubeadm writes the kubelet's file, and files of directories that are named after the kubelet and hold parts of it. */
const FILE =
  /(?:^|\/)(?:var\/lib\/kubelet\/config\.ya?ml|kubelet(?:\.conf|-?config)?\.d\/[^/]+\.conf|kubelet\/[\w.-]+\.d\/[^/]+\.conf)$/

/** Whether a path alone says that a kubelet loads the file, whatever it holds or does not hold. */
export const isKubeletFile = (path: string): boolean => FILE.test(path)
