/** One change of a host or a namespace between the start and the end of an operation. Its values are lines of text. */
export interface ChangeDocument {
  /** `link`, `address`, `route`, `rule`, `nft`, `iptables`, `sysctl` or `reservation`. */
  readonly area: string;
  /** Path of the network namespace; missing for that of the host. */
  readonly namespace?: string | undefined;
  /** The object: an interface, `IPv4` or `IPv6` of routes and rules, a table with its chain, a sysctl, a file. */
  readonly where: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /**
   * Set for what remains of an attachment after DEL or after a rollback: why plugins leave it, or `leak`. The change is then
   * that of ADD, and `after` the value that remains.
   */
  readonly residue?: string | undefined;
}
