const kib = 1024;
const mib = 1024 * kib;

/**
 * Limits for the output of other machines and programs, in bytes unless the name says otherwise. docs/hosts.md quotes this
 * table, and a test compares the two.
 */
export const limits = {
  /** One stream of a command or plugin, unless the host has another limit. */
  output: 16 * mib,
  /** All files of one directory in tar format: about 50,000 cached results. */
  directory: 128 * mib,
  /** One header of a tar archive with a long name. */
  tarHeader: 64 * kib,
  /** The report of the shell after a command: its status, and words such as "Killed". */
  trailer: 64 * kib,
  /** The answer of the shell to internal commands, such as its greeting or a kill. */
  control: mib,
  /** Output of a shell while no command runs. */
  unasked: mib,
  /** Output of a login before its shell answers. */
  login: 4 * mib,
  /** The end of that output, which is searched for questions and shown if the login fails. */
  loginKept: 16 * kib,
  /** One question of ssh. */
  question: 64 * kib,
  /** Shown characters of a question. */
  shownQuestionCharacters: 200,
  /** Questions of one login. */
  questions: 20,
  /** One answer of kubectl, enough for lists of thousands of pods. */
  kubectl: 256 * mib,
  /** The downloaded checksum of a release archive. */
  checksum: 64 * kib,
  /** A release archive; that of the reference plugins has about 55 MB. */
  archive: 512 * mib,
  /** Its unpacked size; that of the reference plugins is about 100 MB. */
  unpackedArchive: 512 * mib,
  /** The part of the output of a failed command that is searched for the reason. */
  complaint: 16 * kib,
  /** One stream of a recorded call of a plugin by another; the rest is cut. */
  recordedStream: 256 * kib,
  /** Recorded calls of one plugin, nested ones included. recorder.sh has the same number. */
  recordedCalls: 100,
  /** A file of a configuration that is copied into the sandbox. */
  sandboxFile: mib,
  /** Paths of one configuration that are examined for that. */
  sandboxPaths: 64,
} as const;
