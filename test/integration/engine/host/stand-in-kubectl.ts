import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * kubectl's command line as far as we speak it: `get nodes`, `get pods`, `debug node/N`, `exec POD`, `delete pod`. A shell
 * on a node is one in network and mount namespaces of its own. `debug` prints what kubectl prints and leaves its pod behind.
 */
const script = (directory: string): string => `#!/bin/sh
cd '${directory}' || exit 1
echo "$*" >>calls
context=; while :; do case $1 in
  --context) context=$2; shift 2 ;; --namespace) shift 2 ;; *) break ;;
esac; done
[ "$context" = lab ] || { echo "error: context \\"$context\\" does not exist" >&2; exit 1; }
pods() { for p in pods/*; do [ -f "$p" ] && cat "$p"; done | paste -sd, -; }
pod() { # name node phase marked
  env='[]'; [ "$4" = 1 ] && env='[{"name":"CNI_WORKBENCH","value":"debug"}]'
  printf '{"metadata":{"name":"%s"},"spec":{"nodeName":"%s","containers":[{"name":"c","env":%s}]},"status":{"phase":"%s"}}\\n' "$1" "$2" "$env" "$3" >"pods/$1"
}
verb=$1; shift
case $verb in
  get)
    case $1 in
      nodes) list=$(for n in $(cat nodes); do printf '{"metadata":{"name":"%s"}}\\n' "$n"; done | paste -sd, -) ;;
      pods) list=$(pods) ;;
      *) echo "error: the server doesn't have a resource type \\"$1\\"" >&2; exit 1 ;;
    esac
    printf '{"apiVersion":"v1","kind":"List","items":[%s]}' "$list" ;;
  debug)
    node=\${1#node/}; shift; quiet=; marked=0
    while [ "$1" != -- ]; do case $1 in --quiet) quiet=1 ;; --env=CNI_WORKBENCH=debug) marked=1 ;; esac; shift; done; shift
    [ "$1 $2" = 'chroot /host' ] || { echo 'no chroot' >&2; exit 1; }; shift 2
    name=node-debugger-$node-$$
    pod "$name" "$node" Running $marked
    [ "$quiet" ] || echo "Creating debugging pod $name with container debugger on node $node."
    echo "If you don't see a command prompt, try pressing enter." >&2
    unshare --net --mount -- "$@"; status=$?
    pod "$name" "$node" Succeeded $marked; exit $status ;;
  exec)
    while [ "$1" != -- ]; do case $1 in --stdin) ;; --container) shift ;; *) target=$1 ;; esac; shift; done; shift
    [ -f "pods/$target" ] || { echo "Error from server (NotFound): pods \\"$target\\" not found" >&2; exit 1; }
    exec unshare --net --mount -- "$@" ;;
  delete) shift; for p; do case $p in --*) ;; *) rm "pods/$p" && echo "pod \\"$p\\" deleted" ;; esac; done ;;
  *) echo "error: unknown command \\"$verb\\" for \\"kubectl\\"" >&2; exit 1 ;;
esac
`;

/** A cluster that is none: the executable that stands in for kubectl, with its nodes and pods as files. */
export class StandInCluster {
  readonly kubectl: string;
  readonly #directory: string;

  /** @param directory a new one of the caller's */
  constructor(directory: string, nodes: readonly string[]) {
    this.#directory = directory;
    mkdirSync(path.join(directory, 'pods'), { recursive: true });
    writeFileSync(path.join(directory, 'nodes'), nodes.join('\n'));
    this.kubectl = path.join(directory, 'kubectl');
    writeFileSync(this.kubectl, script(directory));
    chmodSync(this.kubectl, 0o755);
  }

  /** Adds a pod: a foreign one, or one of an own kubectl debug. */
  addPod(name: string, nodeName: string, phase: string, whose?: 'ours'): void {
    const env = whose === undefined ? [] : [{ name: 'CNI_WORKBENCH', value: 'debug' }];
    const pod = { metadata: { name }, spec: { nodeName, containers: [{ name: 'shell', env }] }, status: { phase } };
    writeFileSync(path.join(this.#directory, 'pods', name), `${JSON.stringify(pod)}\n`);
  }

  hasPod(name: string): boolean {
    return existsSync(path.join(this.#directory, 'pods', name));
  }

  /** The arguments of every call, a line each. */
  get calls(): readonly string[] {
    return readFileSync(path.join(this.#directory, 'calls'), 'utf8').trim().split('\n');
  }
}
