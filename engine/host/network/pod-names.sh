# print_pods: prints lines `FILE:"KEY":"VALUE"` of the configurations that the runtimes keep of their containers: the names
# of pods and containers, as far as this user may read them. The folder is named after the container ID. Included by programs
# with `section`.
print_pods() {
  section pods -
  grep -HosE \
    '"(io\.kubernetes\.(cri\.(sandbox|container)-name(space)?|pod\.name(space)?|container\.name)|Name)": ?"[^"]*"' \
    /run/containerd/io.containerd.runtime.v2.task/*/*/config.json \
    /run/k3s/containerd/io.containerd.runtime.v2.task/*/*/config.json \
    /run/containers/storage/overlay-containers/*/userdata/config.json \
    /var/lib/docker/containers/*/config.v2.json
}
