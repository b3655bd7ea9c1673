# What is run in namespaces of its own (namespace.ts): makes them a machine that shares nothing with the one outside, then becomes the component.
# usage: sh inside.sh CASE COMPONENT ARGUMENT...
#   CASE/root  files of the machine, copied to /; CASE/out  the only place outside that can be written
#   PROGRAMS   binaries, a line each: NAME=PATH; `runtime`, `etcd` and `apiserver` are started first, which is waited for with CASE/ready.mjs;
#              CASE/watch.mjs runs beside the component, if there is one
set -e
case_folder=$1
shift
mount --make-rprivate /
ip link set lo up

# /mnt is where the rest comes from: what is mounted below hides the places outside
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/bin /mnt/etc /mnt/out /mnt/case
mount --bind "$case_folder/out" /mnt/out
cp -a "$case_folder/." /mnt/case
echo "$PROGRAMS" | while IFS='=' read -r name path; do
  [ -n "$name" ] || continue
  : > "/mnt/bin/$name"
  mount --bind "$path" "/mnt/bin/$name"
done
for file in passwd group hosts nsswitch.conf machine-id os-release; do
  [ ! -e "/etc/$file" ] || cp -L "/etc/$file" /mnt/etc
done
mount --bind /mnt/etc /etc
for folder in /var/lib /var/log /usr/libexec /run /tmp /opt /srv; do
  [ ! -d "$folder" ] || mount -t tmpfs -o mode=755 tmpfs "$folder"
done
cp -a /mnt/case/root/. /

# nothing else of the file systems, and no setting of the kernel, can be written
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
mount -o remount,bind,ro /sys
if [ -e /mnt/bin/runtime ]; then
  # a kubelet finds its sysctls as it wants them
  for setting in vm/overcommit_memory:1 vm/panic_on_oom:0 kernel/panic:10 kernel/panic_on_oops:1 kernel/keys/root_maxkeys:1000000 kernel/keys/root_maxbytes:25000000; do
    value=/mnt/$(basename "${setting%:*}")
    echo "${setting#*:}" > "$value"
    mount --bind "$value" "/proc/sys/${setting%:*}"
  done
  umount -R /sys/fs/cgroup 2> /dev/null || true
  mount -t cgroup2 -o ro cgroup2 /sys/fs/cgroup
  /mnt/bin/runtime unix:///run/cri.sock > /dev/null 2>&1 &
fi
mount -o remount,bind,ro /

if [ -e /mnt/bin/etcd ]; then
  /mnt/bin/etcd --data-dir=/var/lib/etcd --unsafe-no-fsync > /dev/null 2>&1 &
fi
if [ -e /mnt/bin/apiserver ]; then
  printf 't,admin,1,system:masters\n' > /mnt/tokens
  /mnt/bin/apiserver --etcd-servers=http://127.0.0.1:2379 --service-cluster-ip-range=10.0.0.0/24 --service-account-issuer=https://x.example \
    --service-account-key-file=/etc/kubernetes/pki/sa.pub --service-account-signing-key-file=/etc/kubernetes/pki/sa.key --cert-dir=/var/lib/kas \
    --bind-address=127.0.0.1 --advertise-address=10.1.2.3 --authorization-mode=RBAC --token-auth-file=/mnt/tokens > /dev/null 2>&1 &
  /mnt/bin/node /mnt/case/ready.mjs
fi
if [ -e /mnt/case/watch.mjs ]; then
  /mnt/bin/node /mnt/case/watch.mjs > /dev/null 2>&1 &
fi
cd /
exec env -i "PATH=$PATH" "HOME=/var/lib" "$@"
