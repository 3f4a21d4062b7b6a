import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';

/** The two connections of one ssh.exe: stdin and stdout, and stderr. */
interface Pair {
  streams?: Socket;
  errors?: Socket;
}

/** Where ssh.exe gets its shells: a port on which each pair of connections is given one. */
export class FarSide {
  readonly address: string;
  /** The shells that have not ended. */
  readonly shells = new Set<ChildProcess>();
  private readonly server: Server;
  private readonly argv: readonly [string, ...string[]];
  private readonly pairs = new Map<string, Pair>();

  private constructor(server: Server, argv: readonly [string, ...string[]]) {
    this.server = server;
    this.argv = argv;
    const address = server.address();
    this.address = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    server.on('connection', (socket) => this.onConnection(socket));
  }

  /** @param argv that gives a shell on its stdin */
  static async start(argv: readonly [string, ...string[]]): Promise<FarSide> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FarSide(server, argv);
  }

  async close(): Promise<void> {
    for (const shell of this.shells) {
      shell.kill('SIGKILL');
    }
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The first line identifies the stream and its owner. */
  private onConnection(socket: Socket): void {
    let head = Buffer.alloc(0);
    socket.on('error', () => undefined);
    const onData = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\n');
      if (end === -1) {
        return;
      }
      socket.off('data', onData).pause();
      if (end + 1 < head.length) {
        socket.unshift(head.subarray(end + 1));
      }
      const [role = '', owner = ''] = head.toString('utf8', 0, end).split(' ');
      const pair = this.pairs.get(owner) ?? {};
      this.pairs.set(owner, role === 'streams' ? { ...pair, streams: socket } : { ...pair, errors: socket });
      this.begin(owner);
    };
    socket.on('data', onData);
  }

  private begin(owner: string): void {
    const { streams, errors } = this.pairs.get(owner) ?? {};
    if (streams === undefined || errors === undefined) {
      return;
    }
    this.pairs.delete(owner);
    const [program, ...args] = this.argv;
    const shell = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.shells.add(shell);
    shell.once('exit', () => this.shells.delete(shell));
    shell.stdin.on('error', () => undefined);
    streams.pipe(shell.stdin);
    shell.stdout.pipe(streams);
    shell.stderr.pipe(errors);
  }
}
