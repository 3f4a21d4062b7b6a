import { createHost } from '../../engine/host/index.ts';

// The local host of a user whom sudo asks for a password, with the answers on the command line: prints what was asked
// and who the shell is.
const answers = process.argv.slice(2);
const asked: unknown[] = [];
void main();

async function main(): Promise<void> {
  const host = createHost(
    { kind: 'local' },
    {
      askpass: (question) => {
        asked.push(question);
        return Promise.resolve(answers.shift());
      },
    },
  );
  try {
    const outcomes = await Promise.all([1, 2].map(() => host.run({ argv: ['id', '-u'] })));
    const said = outcomes.map((outcome) =>
      'stdout' in outcome ? Buffer.from(outcome.stdout).toString() : outcome.kind,
    );
    process.stdout.write(JSON.stringify({ said, asked, label: host.label }));
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: String(error), asked, label: host.label }));
  } finally {
    await host.dispose();
  }
}
