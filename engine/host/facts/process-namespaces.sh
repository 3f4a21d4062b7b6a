# process_namespaces: prints the network namespaces by inode as sections: that of this shell, those with a name, and one
# process of each. Takes two forks for any number of processes. Included by programs with `section`.
process_namespaces() {
  section netns own
  stat -L -c '%i %d' /proc/self/ns/net
  section netns named
  stat -L -c '%i %d %n' /run/netns/* /run/docker/netns/* 2>/dev/null
  section netns processes
  stat -L -c '%i %n' /proc/[0-9]*/ns/net 2>/dev/null | sort -k1,1n -u | while read -r inode file; do
    process=${file#/proc/}
    process=${process%%/*} name='' cgroup=''
    read -r name 2>/dev/null <"/proc/$process/comm"
    while read -r line; do
      cgroup=$line
      case $line in 0::* | *:pids:*) break ;; esac
    done 2>/dev/null <"/proc/$process/cgroup"
    printf '%s %s %s %s\n' "$inode" "$process" "$cgroup" "$name"
  done
}
