import { expect, it } from 'vitest';
import { diagnose } from '../../../../language/doctor/diagnose.ts';
import type { HostFacts } from '../../../../language/workspace/host-facts.ts';
import { at, plugin, surveyOf } from './surveys.ts';

type Files = HostFacts['files'];

/** Returns what is found about the only network of a host. */
const missing = (
  config: { readonly type: string } & Readonly<Record<string, unknown>>,
  files: Files,
): readonly string[] => {
  const list = JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins: [config] });
  const facts = { plugins: [plugin(config.type)], configFiles: [at('10-pods.conflist', list)], files };
  return diagnose('node-1', surveyOf(facts)).findings.flatMap(({ cause, severity, evidence }) =>
    evidence.map((text) => `${severity} ${cause}: ${text}`),
  );
};

const reported = (file: string, type: string): readonly string[] => [
  `problem fileMissing: ${file} does not exist on node-1, so the plugin "${type}" fails.`,
];

const kubeconfig = '/etc/cni/net.d/calico-kubeconfig';
const name = '/var/lib/calico/nodename';
const calico = { type: 'calico', kubernetes: { kubeconfig } };

it('reports a kubeconfig that does not exist', () => {
  expect(missing(calico, { [kubeconfig]: null, [name]: '' })).toEqual(reported(kubeconfig, 'calico'));
});

it('reports an agent that does not run', () => {
  expect(missing(calico, { [kubeconfig]: '', [name]: null })).toEqual(reported(name, 'calico'));
  const socket = '/var/run/cilium/cilium.sock';
  expect(missing({ type: 'cilium-cni' }, { [socket]: null })).toEqual(reported(socket, 'cilium-cni'));
});

it('reports the missing socket that a configuration names', () => {
  const socket = '/run/openvswitch/kube-ovn-daemon.sock';
  expect(missing({ type: 'kube-ovn', server_socket: socket }, { [socket]: null })).toEqual(
    reported(socket, 'kube-ovn'),
  );
});

it('reports nothing about a file that exists, that is unknown, or that the plugin does without', () => {
  expect(missing(calico, { [kubeconfig]: '', [name]: '' })).toEqual([]);
  expect(missing(calico, {})).toEqual([]);
  expect(missing({ ...calico, nodename_file_optional: true }, { [kubeconfig]: '', [name]: null })).toEqual([]);
});
