# Collects the facts of a host, for `sh -c` in the C locale. $1: a nonce, $2: possible configuration directories, one a line,
# $3 …: the plugin directories. Prints sections (see section.sh). What is missing is omitted or, if its absence is a fact, of
# a kind `no-…`. A file or directory that this user may not read or see has the kind `unread`. Changes nothing. Plugins run with VERSION only, with a time limit if the host has `timeout`. A file without the text
# CNI_COMMAND is not a plugin and is never run, since it could do anything (such as /sbin/reboot). In a directory with
# hundreds of files, the first ones are examined and the others are listed by name.
cni_nonce=$1 configuration_directories=$2
shift 2
. ./section.sh
. ./absent.sh
. ./reserved-addresses.sh
. ./process-namespaces.sh

limit=
command -v timeout >/dev/null && limit='timeout 5'
[ -n "$limit" ] && timeout -k 1 5 true 2>/dev/null && limit='timeout -k 1 5'

# for_each_configuration COMMAND: runs it with each configuration file, and each link that may lead to one.
for_each_configuration() {
  for extension in conf conflist json; do
    for file in "$configuration_directory"/*."$extension" "$configuration_directory"/.*."$extension" \
      "$configuration_directory/.$extension"; do
      if [ -f "$file" ] || { [ -h "$file" ] && [ ! -e "$file" ]; }; then "$1" "$file"; fi
    done
  done
}

# Selects the first directory that has configurations or that this user may not read, or else the last one.
choose_configuration_directory() {
  while read -r configuration_directory; do
    if is_hidden "$configuration_directory" || [ -n "$(for_each_configuration echo)" ]; then break; fi
    last=$configuration_directory
  done <<END
$configuration_directories
END
  configuration_directory=${configuration_directory:-$last}
}

# shellcheck disable=SC2317 # called by for_each_configuration
print_configuration() {
  if [ ! -f "$1" ]; then
    is_broken "$1" || section unread "$1"
    return
  elif [ ! -r "$1" ]; then
    section unread "$1"
    return
  fi
  section mode "$1"
  stat -L -c %a "$1"
  section config "$1"
  cat "$1"
}

print_system() {
  section kernel "$(uname -r)"
  uname -m
  [ -r /etc/os-release ] && { section distribution -; cat /etc/os-release; }
  command -v ip >/dev/null || return
  section ip addresses
  ip -j -d address 2>/dev/null
  section ip routes
  ip -j route 2>/dev/null
  section ip routes6
  ip -j -6 route 2>/dev/null
}

print_wireless() {
  for file in /sys/class/net/*/wireless; do
    [ -d "$file" ] || continue
    file=${file%/wireless}
    section wireless "${file##*/}"
  done
}

# format_of FILE: prints `script`, `data`, or class, byte order and machine of an ELF file, from its first 20 bytes.
format_of() {
  bytes=$(od -An -v -tx1 -N 20 "$1" 2>/dev/null | tr -d ' \n')
  case $bytes in
    7f454c46*)
      class=${bytes#????????}
      machine=${bytes#????????????????????????????????????}
      echo "${class%"${class#????}"}$machine"
      ;;
    2321*) echo script ;;
    *) echo data ;;
  esac
}

# A shell runs a program that the kernel rejects as a script, so such a program is not run. With an interpreter for
# programs of other machines (binfmt_misc), the kernel rejects none of them.
own_format=$(format_of "/proc/$$/exe")
for file in /proc/sys/fs/binfmt_misc/*; do
  grep -q '^enabled' "$file" 2>/dev/null && grep -q '^magic 7f454c46' "$file" && own_format=
done

# print_file_without_permission FILE: prints its mode and the options of its mount.
print_file_without_permission() {
  section plain "$1"
  stat -L -c %a "$1"
  mount_point=$(df -P "$1" 2>/dev/null | sed -n '2s/.*% //p') found=
  while read -r _ point _ options _; do
    [ "$point" = "$mount_point" ] && found=$options
  done </proc/self/mounts
  printf '%s\n' "$found"
}

# print_executable FILE: prints a plugin with its answer to VERSION, or why it cannot run.
print_executable() {
  format=
  [ -n "$own_format" ] && [ -r "$1" ] && format=$(format_of "$1")
  case $format in
    data) section data "$1"; return ;;
    script | '' | "$own_format") ;;
    # 32-bit x86 runs on x86-64.
    01010300) [ "$own_format" = 02013e00 ] || return ;;
    *) section foreign "$1"; printf '%s %s\n' "$format" "$own_format"; return ;;
  esac
  section plugin "$1"
  grep -q CNI_COMMAND "$1" 2>/dev/null || return
  # shellcheck disable=SC2086 # a command and its options, or nothing
  printf '{"cniVersion":"1.1.0"}' | CNI_COMMAND=VERSION $limit "$1" 2>/dev/null
  case ${1##*/} in
    bandwidth | bridge | dhcp | dummy | firewall | host-device | host-local | ipvlan | loopback | macvlan | portmap | \
      ptp | sbr | static | tap | tuning | vlan | vrf)
      section about "$1"
      # shellcheck disable=SC2086 # as above
      $limit "$1" </dev/null 2>&1 | head -n 1
      ;;
  esac
}

print_plugin_directory() {
  count=0
  if is_hidden "$1"; then section unread "$1"; fi
  for file in "$1"/*; do
    if [ ! -f "$file" ]; then
      if [ -h "$file" ] && [ ! -e "$file" ]; then
        if is_broken "$file"; then section broken "$file"; readlink "$file"; else section unread "$file"; fi
      fi
      continue
    fi
    count=$((count + 1))
    if [ "$count" -gt 300 ]; then
      [ -x "$file" ] && section plugin "$file"
    elif [ -x "$file" ]; then
      print_executable "$file"
    else
      print_file_without_permission "$file"
    fi
  done
}

# paths_in_configurations KEY: prints the paths that the configurations have under a key. A file may end without a line
# break.
paths_in_configurations() {
  { for_each_configuration cat 2>/dev/null; echo; } | sed 's|"'"$1"'"|\
&|g' | sed -n 's|^"'"$1"'"[[:space:]]*:[[:space:]]*"\([^"]\{1,\}\)".*|\1|p'
}

# Prints the data directories of host-local: its default, and those in the configurations.
print_data_directories() {
  echo /var/lib/cni/networks
  paths_in_configurations dataDir | grep '^/'
}

# print_recent DIRECTORY: prints the reservations that an ADD which is still running can have written. containerd ends an
# ADD after two minutes.
print_recent() {
  [ -d "$1" ] || return
  section recent "$1"
  find "$1"/*/ -type f -mmin -3 2>/dev/null
}

# Prints sysctls, and `accept_ra` of the interfaces with a default route from a router advertisement.
print_sysctls() {
  for key in net.ipv4.ip_forward net.ipv6.conf.all.forwarding net.bridge.bridge-nf-call-iptables \
    net.bridge.bridge-nf-call-ip6tables net.ipv6.conf.all.disable_ipv6 net.ipv6.conf.default.disable_ipv6 \
    net.ipv6.conf.all.accept_ra net.ipv6.conf.default.accept_ra net.ipv4.conf.all.rp_filter \
    net.ipv4.conf.default.rp_filter; do
    file=/proc/sys/$(printf '%s' "$key" | tr . /)
    if [ -r "$file" ]; then section sysctl "$key"; cat "$file"; elif [ ! -e "$file" ]; then section no-sysctl "$key"; fi
  done
  command -v ip >/dev/null || return
  ip -6 route show default proto ra 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | sort -u | while read -r device; do
    [ -r "/proc/sys/net/ipv6/conf/$device/accept_ra" ] || continue
    section sysctl "net.ipv6.conf.$device.accept_ra"
    cat "/proc/sys/net/ipv6/conf/$device/accept_ra"
  done
}

print_programs() {
  for program in iptables ip6tables nft; do
    if command -v "$program" >/dev/null; then section program "$program"; else section no-program "$program"; fi
  done
  # The version ends with the backend, `(nf_tables)` or `(legacy)`.
  for program in iptables ip6tables; do
    command -v "$program" >/dev/null || continue
    section backend "$program"
    # shellcheck disable=SC2086 # a command and its options, or nothing
    $limit "$program" --version 2>/dev/null | head -n 1
  done
  for file in ip_tables_names ip6_tables_names; do
    [ -r "/proc/net/$file" ] || continue
    section legacy-tables "$file"
    cat "/proc/net/$file"
  done
}

# print_missing FILE: prints that a file does not exist, or that this user cannot know.
print_missing() {
  if is_absent "$1"; then section no-file "$1"; else section unread "$1"; fi
}

# Prints what the agents of the networks create on the node, by the types of plugins in the configurations.
agent_files() {
  paths_in_configurations server_socket | grep '^/'
  paths_in_configurations type | sort -u | while read -r type; do
    case $type in
      antrea) echo /var/run/antrea/cni.sock ;;
      calico) echo /var/lib/calico/nodename ;;
      cilium-cni) echo /var/run/cilium/cilium.sock ;;
      multus-shim) echo /run/multus/multus.sock ;;
    esac
  done
}

# Prints the files that plugins read. The plugins find those with a relative path from the directory of the runtime, which
# systemd starts in /.
print_plugin_files() {
  {
    echo /etc/cni/tuning/allowlist.conf
    echo /run/flannel/subnet.env
    paths_in_configurations subnetFile
  } | sort -u | (
    cd / || exit
    while IFS= read -r file; do
      if [ -f "$file" ] && [ -r "$file" ]; then
        section file "$file"
        head -c 65536 -- "$file"
      else
        print_missing "$file"
      fi
    done
  )
  file=/run/cni/dhcp.sock
  if [ -S "$file" ]; then section file "$file"; elif [ -e "$file" ]; then section no-file "$file"; else print_missing "$file"; fi
  # Only whether they exist, because they can contain secrets.
  {
    for directory in /etc/kubernetes/cni/net.d /etc/cni/net.d /host/etc/cni/net.d; do
      echo "$directory/whereabouts.d/whereabouts.conf"
    done
    paths_in_configurations configuration_path
    paths_in_configurations kubeconfig
    agent_files
  } | sort -u | (
    cd / || exit
    while IFS= read -r file; do
      if [ -e "$file" ] || [ -h "$file" ]; then section file "$file"; else print_missing "$file"; fi
    done
  )
}

print_modules() {
  [ -r "/lib/modules/$(uname -r)/modules.dep" ] && command -v modprobe >/dev/null || return
  for module in dummy macvlan ipvlan 8021q ifb vrf bridge tun; do
    if [ -d "/sys/module/$module" ] || modprobe -n -q "$module"; then
      section module "$module"
    else
      section no-module "$module"
    fi
  done
}

print_system
if is_hidden /run/netns; then section unread /run/netns; fi
print_wireless
for directory do print_plugin_directory "$directory"; done
choose_configuration_directory
section directory "$configuration_directory"
if is_hidden "$configuration_directory"; then section unread "$configuration_directory"; fi
for_each_configuration print_configuration
print_data_directories | sort -u | while read -r directory; do reserved_addresses "$directory"; print_recent "$directory"; done
process_namespaces
print_sysctls
print_programs
print_plugin_files
print_modules
exit 0
