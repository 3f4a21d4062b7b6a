import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { purposes, purposeTraits } from '../../../../client/start/answers.ts';
import { networkText, subnetsOf } from '../../../../client/start/network-text.ts';
import { createLanguage } from '../../../../language/index.ts';
import { everyAnswer, titleOf } from './every-answer.ts';

test('every purpose has its combinations', () => {
  expect(new Set(everyAnswer.map(({ purpose }) => purpose))).toEqual(new Set(purposes));
  expect(new Set(everyAnswer.map((answers) => titleOf(answers))).size).toBe(everyAnswer.length);
});

test.each(everyAnswer.map((answers) => [titleOf(answers), answers] as const))(
  'no rule reports anything about %s',
  (_, answers) => {
    const { isDefinition } = purposeTraits[answers.purpose];
    const [uri, id] = isDefinition ? ['file:///ws/mynet.yaml', 'yaml'] : ['file:///ws/10-mynet.conflist', 'cni'];
    const document = TextDocument.create(uri, id, 1, networkText(answers));
    const language = createLanguage({ openDocuments: () => [document] });
    const problems = isDefinition ? language.carrierReport(document).problems : language.report(document).problems;
    // The release that no longer contains flannel is a hint of every such network.
    const found = problems.filter(({ rule, severity }) => `${rule} ${severity}` !== 'R076 hint');
    expect(found.map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
    expect(language.embeddedTexts(document)).toHaveLength(isDefinition ? 1 : 0);
  },
);

test('a definition has its resource as an annotation, and no default route', () => {
  const sriov = everyAnswer.find(({ purpose, assignment }) => purpose === 'podSriov' && assignment === 'pool');
  expect(sriov && networkText(sriov)).toMatchInlineSnapshot(`
    "apiVersion: k8s.cni.cncf.io/v1
    kind: NetworkAttachmentDefinition
    metadata:
      name: mynet
      annotations:
        k8s.v1.cni.cncf.io/resourceName: intel.com/sriov
    spec:
      config: |
        {
          "cniVersion": "1.0.0",
          "name": "mynet",
          "plugins": [
            {
              "type": "sriov",
              "ipam": {
                "type": "host-local",
                "ranges": [
                  [
                    {
                      "subnet": "10.93.0.0/16"
                    }
                  ]
                ]
              }
            }
          ]
        }
    "
  `);
});

/** The subnets of the last combination of a purpose. */
const comparedFor = (purpose: string) =>
  everyAnswer
    .filter((one) => one.purpose === purpose)
    .map(subnetsOf)
    .at(-1);

test('subnets are compared unless the network joins that of an interface', () => {
  expect(comparedFor('nomad')).toEqual(['10.93.0.0/16', 'fd00:93::/64']);
  expect(comparedFor('macvlan')).toEqual([]);
});
