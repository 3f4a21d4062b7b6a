import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy between here and a host: it delays, counts round trips, and can be cut. */
export class Wire {
  readonly port: number;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private outward = false;
  private trips = 0;

  private constructor(server: Server) {
    this.server = server;
    const address: AddressInfo | string | null = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** @param delayMs of a round trip; each way takes half of it */
  static async start(target: { readonly host: string; readonly port: number }, delayMs: number): Promise<Wire> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const wire = new Wire(server);
    server.on('connection', (near) => {
      const far = connect({ ...target, noDelay: true });
      wire.join(near, far, delayMs / 2, true);
      wire.join(far, near, delayMs / 2, false);
    });
    return wire;
  }

  /** Number of times that this side wrote after the remote side, since the last call. */
  takeRoundTrips(): number {
    const { trips } = this;
    this.trips = 0;
    this.outward = false;
    return trips;
  }

  /** Ends every connection, as a cable does that is pulled. New ones go through. */
  cut(): void {
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(from: Socket, to: Socket, delayMs: number, outward: boolean): void {
    this.sockets.add(from);
    from.on('error', () => undefined);
    from.on('close', () => {
      this.sockets.delete(from);
      setTimeout(() => to.destroy(), delayMs);
    });
    from.on('data', (chunk: Buffer) => {
      if (outward && !this.outward) {
        this.trips += 1;
      }
      this.outward = outward;
      setTimeout(() => to.writable && to.write(chunk), delayMs);
    });
  }
}
