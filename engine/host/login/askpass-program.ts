import path from 'node:path';
import { askpassProgram } from '../../../generated/node-programs.js';
import { askpass } from '../../../generated/shell-programs.js';
import type { AskpassStarter } from './askpass-starter.ts';

/** A file in the private directory of an askpass server. */
interface AskpassFile {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
}

const program: AskpassFile = { name: 'askpass.cjs', mode: 0o600, text: askpassProgram };

const script: AskpassFile = { name: 'askpass.sh', mode: 0o700, text: askpass };

/** The files for ssh and the programs that it starts. */
export const askpassFiles: readonly AskpassFile[] = [program, script];

/** Returns the environment with which ssh finds the askpass program, and that program finds this process. */
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
    // ssh itself quotes the path up to the space after ".exe", and uses the rest unchanged.
    program: {
      SSH_ASKPASS: `${process.execPath} "${file}"`,
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: undefined,
    },
  };
  return {
    ...started[starter],
    SSH_ASKPASS_REQUIRE: 'force',
    // OpenSSH before 8.4 requires this instead; no window is opened.
    DISPLAY: process.env['DISPLAY'] ?? ':0',
    CNI_ASKPASS_SOCKET: socket,
    CNI_ASKPASS_TOKEN: token,
  };
}
