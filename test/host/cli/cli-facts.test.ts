import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHostFacts } from '../../../language/workspace/host-facts.ts';
import { CliStage } from './cli-stage.ts';
import { sandboxObstacle } from '../machine.ts';
import { skipBecause } from '../../skip.ts';

const obstacle = sandboxObstacle();

let stage: CliStage;
beforeAll(async () => {
  stage = await CliStage.build();
});
afterAll(() => stage.dispose());

const facts = (...args: readonly string[]) => stage.ours(['facts', '--host', 'sandbox', ...args]);

describe('cnitool facts', skipBecause(obstacle), () => {
  test('prints what the host has as lint and the language server read it', () => {
    const { status, stdout, stderr } = facts('--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const document: unknown = JSON.parse(stdout);
    const read = readHostFacts(document);
    expect(document).toEqual(expect.objectContaining(read));
    expect(read).toMatchObject({ host: 'the sandbox', pluginDirs: [stage.plugins], cachedResults: [] });
    expect(read?.plugins?.map(({ name }) => name)).toContain('chatty');
  });

  test('prints it for people', () => {
    const { status, stdout } = facts();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^host: the sandbox\nsystem: .+, kernel .+\n\nPLUGIN +STATE +SUPPORTS +FILE\n/);
    expect(stdout).toMatch(/^unmarked +it is not executable \(mode 644\)/m);
    expect(stdout).toMatch(/^eth0 +veth +1500 +/m);
    expect(stdout).toMatch(/^default +198\.51\.100\.1 +eth0$/m);
    expect(stdout).toMatch(/^sysctls: net\.ipv4\.ip_forward=[01] /m);
    expect(stdout).toMatch(/^attachments: 0\nreservations: 0\nmissing: /m);
  });

  test('lint finds with them what the host lacks', () => {
    const file = path.join(stage.directory, 'facts.json');
    writeFileSync(file, facts('--json').stdout);
    const rulesFor = (type: string): string => {
      const network = path.join(stage.directory, 'net.d', `${type}.conflist`);
      return stage.ours(['lint', '--host-facts', file, network]).stdout;
    };
    expect(rulesFor('missing')).toMatch(/ R171 /);
    expect(rulesFor('chatty')).not.toMatch(/ R171 /);
  });
});
