/** What ssh starts to ask a question, as files of one private directory. */
interface AskpassFile {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
}

/** Environment by which the program finds back to us. */
export const askpassVariables = {
  socket: 'CNI_ASKPASS_SOCKET',
  token: 'CNI_ASKPASS_TOKEN',
  node: 'CNI_ASKPASS_NODE',
  program: 'CNI_ASKPASS_PROGRAM',
} as const;

/** One line to us: token, question, and ssh's hint (`confirm`, `none`); one line back: the answer or none. */
const program = `'use strict';
const { ${askpassVariables.socket}: path, ${askpassVariables.token}: token, SSH_ASKPASS_PROMPT: hint = '' } = process.env;
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
`;

const node = askpassVariables.node;
const script = askpassVariables.program;

/** ELECTRON_RUN_AS_NODE: the editor's own executable is Node only with it. NODE_OPTIONS would be the editor's. */
const posix = `#!/bin/sh
unset NODE_OPTIONS
ELECTRON_RUN_AS_NODE=1 exec "$${node}" "$${script}" "$@"
`;
const windows = `@echo off\r\nset NODE_OPTIONS=\r\nset ELECTRON_RUN_AS_NODE=1\r\n"%${node}%" "%${script}%" %*\r\n`;

/** The program and what starts it; ssh is given the last of them. */
export function askpassFiles(platform: string): readonly [AskpassFile, AskpassFile] {
  return [
    { name: 'askpass.cjs', text: program, mode: 0o600 },
    platform === 'win32'
      ? { name: 'askpass.cmd', text: windows, mode: 0o700 }
      : { name: 'askpass.sh', text: posix, mode: 0o700 },
  ];
}
