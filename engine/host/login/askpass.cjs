'use strict';
// What ssh starts to ask a question, on any system: by askpass.sh, or itself on Windows. Sends one line to the socket of
// AskpassServer with the token, the question (the arguments) and ssh's hint (`confirm`, `none` or nothing), and gets one
// line back: the answer, which goes to stdout. Without an answer the exit code is 1. Variables: CNI_ASKPASS_SOCKET,
// CNI_ASKPASS_TOKEN, SSH_ASKPASS_PROMPT. It uses only what Node has, since it is copied to a private directory.
const { connect } = require('node:net');

const { CNI_ASKPASS_SOCKET: address, CNI_ASKPASS_TOKEN: token, SSH_ASKPASS_PROMPT: hint = '' } = process.env;
process.exitCode = 1;
let reply = '';
const socket = connect(address, () => {
  socket.write(`${JSON.stringify({ token, hint, prompt: process.argv.slice(2).join(' ') })}\n`);
});
socket.setEncoding('utf8');
socket.on('data', (chunk) => (reply += chunk));
socket.on('error', () => undefined);
socket.on('end', () => {
  const { answer } = JSON.parse(reply || '{}');
  if (typeof answer === 'string') {
    process.exitCode = 0;
    process.stdout.write(`${answer}\n`);
  }
});
