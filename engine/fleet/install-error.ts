/** Rejection of an installation; nothing of it was left on the host unless the message says so. */
export class InstallError extends Error {
  override readonly name = 'InstallError';
  /** What to do about it, in whole sentences. */
  readonly cure: string;

  constructor(message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.cure = cure;
  }
}
