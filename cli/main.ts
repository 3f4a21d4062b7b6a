import { version } from '../package.json';
import { printAtOnce } from './output/print-at-once.ts';

const args = process.argv.slice(2);
const isVersion = args.length === 1 && args[0] === '--version';

// Scripts ask for the version before they do anything, so that loads nothing. What fails goes the usual way.
if (!isVersion || !printAtOnce(`cnitool ${version}\n`)) {
  void import('./cnitool-program.ts').then(({ runProgram }) => runProgram(version));
}
