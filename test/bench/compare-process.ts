/**
 * Compares the hosts of a file of answers with the language as cnitool has it: a bundle, a network, and the answers.
 * Prints how long that took and the most memory that the process had, as JSON.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type * as Language from '../../cli/cnitool-language.ts';
import { checkNames } from '../../language/fleet/cell.ts';

const [bundle = '', network = '', answers = ''] = process.argv.slice(2);
const { compareHosts, textOf }: typeof Language = createRequire(import.meta.url)(bundle);
const file = { name: basename(network), text: readFileSync(network, 'utf8') };
const began = performance.now();
const matrix = compareHosts(JSON.parse(readFileSync(answers, 'utf8')), file, checkNames);
const { length } = textOf(matrix);
const ms = performance.now() - began;
const peakMB = process.resourceUsage().maxRSS / 1000;
process.stdout.write(JSON.stringify({ ms, peakMB, findings: matrix.findings, length }));
