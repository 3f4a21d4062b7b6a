import { createHost, isHostError } from '../../engine/host/index.ts';

// A host over ssh whose questions are answered by the arguments; without any nobody is there to answer. Prints what was
// asked, and what came of it.
const answers = process.argv.slice(2);
const asked: unknown[] = [];
void main();

async function main(): Promise<void> {
  const askpass = (question: unknown): Promise<string | undefined> => {
    asked.push(question);
    return Promise.resolve(answers.shift());
  };
  const host = createHost({ kind: 'ssh', destination: 'root@node' }, answers.length === 0 ? {} : { askpass });
  try {
    const outcome = await host.run({ argv: ['echo', 'over there'] });
    const said = 'stdout' in outcome ? Buffer.from(outcome.stdout).toString() : outcome.kind;
    process.stdout.write(JSON.stringify({ said, asked }));
  } catch (error) {
    process.stdout.write(JSON.stringify({ problem: isHostError(error) ? error.problem : String(error), asked }));
  } finally {
    await host.dispose();
  }
}
