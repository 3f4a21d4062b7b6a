/** Rejection of what a setting or an argument says of a host: the message names entry and value, the cure what to write. */
export class HostSettingError extends Error {
  override readonly name = 'HostSettingError';
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}
