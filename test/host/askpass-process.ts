import { text } from 'node:stream/consumers';
import { createHost, type HostSpec } from '../../engine/host/index.ts';

/** What the process is given on its stdin, so that a password in it is in no argument. */
export interface AskedHost {
  readonly spec: HostSpec;
  readonly name?: string;
  /** Answers to its questions, in order; then none. */
  readonly answers: readonly string[];
}

// A host with a person who answers: prints as JSON what was asked and who the shell is.
const asked: unknown[] = [];
void main();

async function main(): Promise<void> {
  const { spec, name, answers }: AskedHost = JSON.parse(await text(process.stdin));
  const given = [...answers];
  const host = createHost(spec, {
    ...(name === undefined ? {} : { name }),
    askpass: (question) => {
      asked.push(question);
      return Promise.resolve(given.shift());
    },
  });
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
