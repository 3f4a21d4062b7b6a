import { spawn } from 'node:child_process';
import { projectRoot, toolEnvironment } from './project.mjs';
import { Hindrance } from './progress.mjs';

/** Ends a child with this process: Ctrl+C reaches both, `kill` only this one. Returns the function that ends this. */
function endTogether(child) {
  const end = (signal) => {
    child.once('close', () => process.exit(signal === 'SIGINT' ? 130 : 143));
    child.kill(signal);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  return () => process.off('SIGINT', end).off('SIGTERM', end);
}

/**
 * Runs a command to its end.
 * @param {string[]} argv
 * @param {{cwd?: string, env?: Record<string, string>, show?: boolean}} [options] show: to this terminal, else captured
 * @returns {Promise<{code: number, output: string}>} code 127 when the command does not exist; output in order of arrival
 */
export function runCommand([command, ...args], { cwd = projectRoot, env = {}, show = false } = {}) {
  return new Promise((resolve) => {
    const stdio = show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd, env: toolEnvironment(env), stdio });
    const chunks = [];
    const release = endTogether(child);
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString('utf8').trim();
    child.on('error', (error) => {
      release();
      resolve({ code: 127, output: error.message });
    });
    child.on('close', (code, signal) => {
      release();
      resolve({ code: code ?? 128, output: signal ? `${output()}\nended by ${signal}` : output() });
    });
  });
}

/**
 * Runs a command that must succeed.
 * @param {string[]} argv
 * @param {Parameters<typeof runCommand>[1] & {remedy?: string}} [options]
 * @returns {Promise<string>} its output
 * @throws {Hindrance} with its output and the remedy
 */
export async function mustRun(argv, { remedy, ...options } = {}) {
  const { code, output } = await runCommand(argv, options);
  if (code === 0) {
    return output;
  }
  throw new Hindrance(`\`${argv.join(' ')}\` ended with exit code ${code}.\n${bothEnds(output)}`.trimEnd(), remedy);
}

/** Returns the beginning and the end of an output, since the reason may be in either. */
function bothEnds(output) {
  const lines = output.split('\n');
  return lines.length <= 30 ? output : [...lines.slice(0, 15), '…', ...lines.slice(-15)].join('\n');
}
