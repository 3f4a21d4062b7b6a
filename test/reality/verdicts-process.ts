import { goodFile, mutants } from './mutants.ts';
import { goodNetworks } from './networks.ts';
import { Stage } from './stage.ts';
import { verdictOf } from './trial.ts';

// Runs the good networks and mutants in a sandbox, as a separate program that another user can run. Prints the verdicts
// as JSON, by the label of the network or the change of the mutant.
const [pluginDir = '', seed = '', count = ''] = process.argv.slice(2);
void main();

async function main(): Promise<void> {
  const stage = new Stage([pluginDir]);
  const verdicts: Record<string, string> = {};
  try {
    for (const network of goodNetworks) {
      verdicts[network.label] = verdictOf(await stage.run(goodFile(network), network));
    }
    for (const { index, change, file, network } of mutants(Number(seed), Number(count))) {
      verdicts[`${index}: ${change}`] = verdictOf(await stage.run(file, network));
    }
    process.stdout.write(JSON.stringify(verdicts));
  } finally {
    await stage.dispose();
  }
}
