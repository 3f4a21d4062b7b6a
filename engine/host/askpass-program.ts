import path from 'node:path';
import type { AskpassStarter } from './askpass-starter.ts';

/** A file of the private directory of an askpass server. */
interface AskpassFile {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
}

const program: AskpassFile = {
  name: 'askpass.cjs',
  mode: 0o600,
  /** One line to us: token, question, and ssh's hint (`confirm`, `none`); one line back: the answer or none. */
  text: `'use strict';
const { CNI_ASKPASS_SOCKET: path, CNI_ASKPASS_TOKEN: token, SSH_ASKPASS_PROMPT: hint = '' } = process.env;
process.exitCode = 1;
let reply = '';
const socket = require('node:net').connect(path, () => {
  socket.write(JSON.stringify({ token, hint, prompt: process.argv.slice(2).join(' ') }) + '\\n');
});
socket.setEncoding('utf8');
socket.on('data', (chunk) => (reply += chunk));
socket.on('error', () => undefined);
socket.on('end', () => {
  const { answer } = JSON.parse(reply || '{}');
  if (typeof answer === 'string') {
    process.exitCode = 0;
    process.stdout.write(answer + '\\n');
  }
});
`,
};

/**
 * ELECTRON_RUN_AS_NODE: the editor's own executable is Node only with it. NODE_OPTIONS would be the editor's. The shells
 * of Windows would make a path of the question that has a slash.
 */
const script: AskpassFile = {
  name: 'askpass.sh',
  mode: 0o700,
  text: `#!/bin/sh
unset NODE_OPTIONS
MSYS2_ARG_CONV_EXCL='*' ELECTRON_RUN_AS_NODE=1 exec "$CNI_ASKPASS_NODE" "$CNI_ASKPASS_PROGRAM" "$@"
`,
};

/** What ssh and what it starts need, whichever of them is given to ssh. */
export const askpassFiles: readonly AskpassFile[] = [program, script];

/** The environment by which ssh finds what asks for it, and that finds back to us. */
export function askpassEnvironment(
  starter: AskpassStarter,
  { directory, socket, token }: { readonly directory: string; readonly socket: string; readonly token: string },
): NodeJS.ProcessEnv {
  const file = path.join(directory, program.name);
  const started: Readonly<Record<AskpassStarter, NodeJS.ProcessEnv>> = {
    script: {
      SSH_ASKPASS: path.join(directory, script.name),
      CNI_ASKPASS_NODE: process.execPath,
      CNI_ASKPASS_PROGRAM: file,
    },
    // ssh itself quotes the path up to the blank behind ".exe", and takes the rest as it is.
    program: {
      SSH_ASKPASS: `${process.execPath} "${file}"`,
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: undefined,
    },
  };
  return {
    ...started[starter],
    SSH_ASKPASS_REQUIRE: 'force',
    // What OpenSSH before 8.4 wants to see instead; no window is opened.
    DISPLAY: process.env['DISPLAY'] ?? ':0',
    CNI_ASKPASS_SOCKET: socket,
    CNI_ASKPASS_TOKEN: token,
  };
}
