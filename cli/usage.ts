/** The text for wrong arguments: cnitool's to the letter, and then the options that are ours. */
export function usage(program: string): string {
  return `${program}: Add, check, remove, gc or status network interfaces from a network namespace
  ${program} add    <net> <netns>
  ${program} check  <net> <netns>
  ${program} del    <net> <netns>
  ${program} gc     <net> <netns>
  ${program} status <net> <netns>
Options: --host local|sandbox, --help, --version
`;
}

/** The text of --help. */
export function help(program: string): string {
  return `${usage(program)}
<net>    "name" of a network configuration in NETCONFPATH
<netns>  path of a network namespace, such as /var/run/netns/testing

--host local    run the plugins on this machine, as root or with "sudo -n" (default)
--host sandbox  run them in namespaces of their own: nothing on this machine changes and
                no root is needed; the sandbox is gone when the command ends, and a
                namespace that it lacks is created in it first

Environment:
  CNI_PATH      directories with plugins, separated by colons
  NETCONFPATH   directory with network configurations (default /etc/cni/net.d)
  CNI_IFNAME    name of the interface inside the namespace (default eth0)
  CNI_ARGS      KEY=VALUE;KEY=VALUE for the plugins
  CAP_ARGS      JSON object of capability arguments, such as {"portMappings": […]}

The result goes to stdout as cnitool prints it; errors and hints go to stderr. Exit status: 0 or 1.
`;
}
