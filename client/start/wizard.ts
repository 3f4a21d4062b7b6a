import * as l10n from '@vscode/l10n';
import type { NewNetworkAnswer, NewNetworkQuestion } from '../../language/index.ts';
import {
  type Back,
  back,
  type Choice,
  enterWithBack,
  type LineProblem,
  pickWithBack,
  type Place,
} from '../editor/back-prompts.ts';
import { type AddressAnswer, type Answers, purposeTraits } from './answers.ts';
import { assignmentChoices, familyChoices, purposeChoices } from './choices.ts';
import { networkText, subnetsOf } from './network-text.ts';
import { addressIn, bridgesOn, firstOf, rangeText, readRange, subnetOn, uplinkOf, usedOn } from './proposals.ts';
import { type PartialAnswers, questionsFor, type QuestionId } from './questions.ts';

/** Where a new network is written. */
export type Destination =
  | { readonly kind: 'folder'; readonly uri: string }
  | { readonly kind: 'host' }
  | { readonly kind: 'untitled' };

/** What the questions need. */
export interface WizardSources {
  /** What the host in use has, as far as it is known. */
  readonly hostNetwork: Parameters<typeof usedOn>[0];
  /** Asks the language server. Undefined if it does not answer. */
  readonly consult: (question: NewNetworkQuestion) => Promise<NewNetworkAnswer | undefined>;
  readonly destinations: (isDefinition: boolean) => readonly Choice<Destination>[];
}

/** All answers. */
export interface NewNetwork {
  readonly answers: Answers;
  readonly destination: Destination;
}

type Draft = PartialAnswers & { readonly destination?: Destination };
type Step = Draft | Back | undefined;

const withoutServer: NewNetworkAnswer = {
  ipv4: '10.88.0.0/16',
  ipv6: 'fd00:88::/64',
  name: 'mynet',
  bridge: 'cni0',
  names: [],
  problems: [],
  overlaps: [],
};

/** Asks one question after the other, with Back. Undefined if the user cancels. */
export async function askNewNetwork(sources: WizardSources): Promise<NewNetwork | undefined> {
  const wizard = new Wizard(sources);
  let draft: Draft = {};
  for (let index = 0; ;) {
    const questions = questionsFor(draft);
    const question = questions[index];
    if (question === undefined) {
      return wizard.finished(draft);
    }
    const place: Place = {
      title: l10n.t('New Network Configuration'),
      step: index + 1,
      totalSteps: draft.purpose === undefined ? undefined : questions.length,
    };
    const next = await wizard.ask(question, draft, place);
    if (next === undefined) {
      return undefined;
    }
    index += next === back ? -1 : 1;
    draft = next === back ? draft : next;
  }
}

class Wizard {
  readonly #sources: WizardSources;
  #proposals: Promise<NewNetworkAnswer> | undefined;

  constructor(sources: WizardSources) {
    this.#sources = sources;
  }

  /** Returns the answers with the bridge, and without what an earlier choice made superfluous. */
  async finished(draft: Draft): Promise<NewNetwork | undefined> {
    const { destination, ...rest } = draft;
    const answers = await this.#complete(rest);
    return destination === undefined ? undefined : { answers, destination };
  }

  async ask(question: QuestionId, draft: Draft, place: Place): Promise<Step> {
    switch (question) {
      case 'purpose': {
        const picked = await pickWithBack(
          place,
          l10n.t('Select what the network is for'),
          purposeChoices(),
          draft.purpose,
        );
        return isAnswer(picked) ? (picked === draft.purpose ? draft : { purpose: picked }) : picked;
      }
      case 'connection':
        return this.#askConnection(draft, place);
      case 'assignment': {
        const choices = assignmentChoices(purposeTraits[draft.purpose ?? 'bridge'].assignments);
        const prompt = l10n.t('Select how containers get their addresses');
        const picked = await pickWithBack(place, prompt, choices, draft.assignment);
        if (!isAnswer(picked)) {
          return picked;
        }
        const { ipv4: _, ipv6: __, ...others } = draft;
        return picked === draft.assignment ? draft : { ...others, assignment: picked };
      }
      case 'families': {
        const prompt = l10n.t('Select the kind of addresses');
        const picked = await pickWithBack(place, prompt, familyChoices(), draft.families);
        return isAnswer(picked) ? { ...draft, families: picked } : picked;
      }
      case 'ipv4':
      case 'ipv6':
        return this.#askSubnet(question, draft, place);
      case 'ipv4Range':
        return this.#askRange(draft, place);
      case 'ipv4Gateway':
        return this.#askGateway('ipv4', draft, place);
      case 'ipv6Gateway':
        return this.#askGateway('ipv6', draft, place);
      case 'name':
        return this.#askName(draft, place);
      case 'place': {
        const { isDefinition } = purposeTraits[draft.purpose ?? 'bridge'];
        const choices = this.#sources.destinations(isDefinition);
        const picked = await pickWithBack(place, l10n.t('Select where to write it'), choices, draft.destination);
        return isAnswer(picked) ? { ...draft, destination: picked } : picked;
      }
    }
  }

  async #askConnection(draft: Draft, place: Place): Promise<Step> {
    const isResource = draft.purpose === 'podSriov';
    const entered = await enterWithBack(place, {
      prompt: isResource
        ? l10n.t('Resource of the SR-IOV device plugin')
        : l10n.t('Interface of the host that the network is connected to'),
      placeholder: isResource ? 'intel.com/sriov' : 'eth0',
      value: isResource
        ? (draft.resource ?? 'intel.com/sriov')
        : (draft.master ?? uplinkOf(this.#sources.hostNetwork) ?? 'eth0'),
      problemOf: (text) => this.#problemOf({ ...draft, ...(isResource ? { resource: text } : { master: text }) }),
    });
    return isAnswer(entered) ? { ...draft, ...(isResource ? { resource: entered } : { master: entered }) } : entered;
  }

  async #askSubnet(family: 'ipv4' | 'ipv6', draft: Draft, place: Place): Promise<Step> {
    const isFixed = draft.assignment === 'fixed';
    const proposals = await this.#proposed();
    const ofInterface = family === 'ipv4' ? subnetOn(this.#sources.hostNetwork, draft.master) : undefined;
    const subnet = ofInterface ?? proposals[family];
    const before = draft[family];
    const withText = (text: string): Draft => ({ ...draft, [family]: { ...before, subnet: text.trim() } });
    const entered = await enterWithBack(place, {
      prompt: promptFor(family, isFixed),
      value: before?.subnet ?? (isFixed ? addressIn(subnet, 2) : subnet),
      problemOf: (text) => this.#problemOf(withText(text)),
    });
    return isAnswer(entered) ? withText(entered) : entered;
  }

  async #askRange(draft: Draft, place: Place): Promise<Step> {
    const { ipv4 } = draft;
    const withText = (text: string): Draft => {
      const { range: _, ...rest } = ipv4 ?? { subnet: '' };
      const range = readRange(text);
      return { ...draft, ipv4: { ...rest, ...(range && { range }) } };
    };
    const entered = await enterWithBack(place, {
      prompt: l10n.t('First and last address to assign. Leave it empty to use the whole subnet.'),
      placeholder: `${addressIn(ipv4?.subnet ?? '', 10).replace(/\/.*/, '')} - ${addressIn(ipv4?.subnet ?? '', 250).replace(/\/.*/, '')}`,
      value: rangeText(ipv4?.range),
      problemOf: (text) => this.#problemOf(withText(text)),
    });
    return isAnswer(entered) ? withText(entered) : entered;
  }

  async #askGateway(family: 'ipv4' | 'ipv6', draft: Draft, place: Place): Promise<Step> {
    const before = draft[family];
    const withText = (text: string): Draft => {
      const { gateway: _, ...rest }: AddressAnswer = before ?? { subnet: '' };
      return { ...draft, [family]: { ...rest, ...(text.trim() === '' ? {} : { gateway: text.trim() }) } };
    };
    const entered = await enterWithBack(place, {
      prompt: l10n.t('Gateway. Leave it empty to use the default of the plugin.'),
      placeholder: firstOf(before?.subnet ?? ''),
      value: before?.gateway ?? '',
      problemOf: (text) => this.#problemOf(withText(text)),
    });
    return isAnswer(entered) ? withText(entered) : entered;
  }

  async #askName(draft: Draft, place: Place): Promise<Step> {
    const { name, names } = await this.#proposed();
    const entered = await enterWithBack(place, {
      prompt: l10n.t('Name of the network'),
      value: draft.name ?? name,
      problemOf: async (text) =>
        (await this.#problemOf({ ...draft, name: text })) ??
        (names.includes(text)
          ? { message: l10n.t('The workspace has a network with the name "{0}".', text), isWarning: true }
          : undefined),
    });
    return isAnswer(entered) ? { ...draft, name: entered } : entered;
  }

  /** Returns the answers with a proposal for each missing one. */
  async #complete(draft: PartialAnswers): Promise<Answers> {
    const { name, bridge, ipv4, ipv6 } = await this.#proposed();
    const { purpose = 'bridge', assignment = purposeTraits[purpose].assignments[0], families = 'ipv4' } = draft;
    const isPool = assignment === 'pool' || assignment === 'cluster';
    const whole = (subnet: string): AddressAnswer => ({ subnet: isPool ? subnet : addressIn(subnet, 2) });
    const hasAddresses = isPool || assignment === 'fixed';
    const withGateway = (address: AddressAnswer): AddressAnswer =>
      assignment === 'fixed' && purposeTraits[purpose].needsGateway === true && address.gateway === undefined
        ? { ...address, gateway: firstOf(address.subnet) }
        : address;
    const { connection } = purposeTraits[purpose];
    return {
      purpose,
      name: draft.name ?? name,
      ...(assignment && { assignment }),
      ...(hasAddresses && { families }),
      ...(hasAddresses && families !== 'ipv6' && { ipv4: withGateway(draft.ipv4 ?? whole(ipv4)) }),
      ...(hasAddresses && families !== 'ipv4' && { ipv6: withGateway(draft.ipv6 ?? whole(ipv6)) }),
      ...(connection === 'bridge' && { bridge }),
      ...(connection === 'master' && { master: draft.master ?? 'eth0' }),
      ...(connection === 'resource' && { resource: draft.resource ?? '' }),
    };
  }

  async #problemOf(draft: PartialAnswers): Promise<LineProblem | undefined> {
    const answers = await this.#complete(draft);
    const { isDefinition } = purposeTraits[answers.purpose];
    const found = await this.#sources.consult({
      ...this.#host(),
      written: { text: networkText(answers), isDefinition, subnets: subnetsOf(answers) },
    });
    const [problem] = found?.problems ?? [];
    const [overlap] = found?.overlaps ?? [];
    if (problem !== undefined) {
      return { message: problem };
    }
    return overlap === undefined ? undefined : { message: overlap, isWarning: true };
  }

  #proposed(): Promise<NewNetworkAnswer> {
    this.#proposals ??= this.#sources.consult(this.#host()).then((answer) => answer ?? withoutServer);
    return this.#proposals;
  }

  #host(): NewNetworkQuestion {
    const { hostNetwork } = this.#sources;
    return { ofHost: usedOn(hostNetwork), bridges: bridgesOn(hostNetwork) };
  }
}

const isAnswer = <T>(answer: T | Back | undefined): answer is T => answer !== undefined && answer !== back;

function promptFor(family: 'ipv4' | 'ipv6', isFixed: boolean): string {
  if (family === 'ipv4') {
    return isFixed ? l10n.t('IPv4 address of the container, with prefix length') : l10n.t('IPv4 subnet of the network');
  }
  return isFixed ? l10n.t('IPv6 address of the container, with prefix length') : l10n.t('IPv6 subnet of the network');
}
