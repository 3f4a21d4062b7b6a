import { readHostFacts, type HostFacts } from '../workspace/host-facts.ts';
import { isRecord } from '../../engine/libcni/json/record.ts';

/** How an operation over the whole network ended on a host. */
export type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'failed' | 'unknown'; readonly reason: string; readonly remedy?: string | undefined };

/** An attachment in the cache of the host. */
interface Attachment {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** Path of its namespace when it was added. */
  readonly netNS?: string | undefined;
}

/** The answer of a host. Plain data that the owner of the connection collects. */
export interface Survey {
  readonly facts: HostFacts;
  readonly confDir: string;
  /** `uname -m`. */
  readonly machine: string;
  /** Runtimes on the host: cri-o, containerd, nerdctl, podman, nomad. */
  readonly runtimes: readonly string[];
  /** Missing if the user may not read the cache. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** Paths of the namespaces of the host except its own; missing if the host did not report them. */
  readonly namespaces?: readonly string[] | undefined;
  readonly validate?: Verdict | undefined;
  readonly status?: Verdict | undefined;
}

/** The outcome of a request to a host. */
export type Answer =
  | { readonly kind: 'ok'; readonly value: Survey }
  | { readonly kind: 'failed' | 'unknown'; readonly reason: string; readonly remedy?: string | undefined }
  | { readonly kind: 'timedOut'; readonly afterMs: number }
  | { readonly kind: 'cancelled' };

/** One host of a comparison. */
export interface Surveyed {
  readonly host: string;
  readonly group?: string | undefined;
  readonly answer: Answer;
  readonly durationMs: number;
}

/** The configuration for which hosts are compared. */
export interface ComparedFile {
  /** Without directory: `10-web.conflist`. */
  readonly name: string;
  readonly text: string;
}

type Unknowns = Readonly<Record<string, unknown>>;

const textIn = (from: Unknowns, key: string): string => (typeof from[key] === 'string' ? from[key] : '');

const numberIn = (from: Unknowns, key: string): number => (typeof from[key] === 'number' ? from[key] : 0);

const textAt = <K extends string>(from: Unknowns, key: K): Readonly<Partial<Record<K, string>>> => {
  const value = from[key];
  const found: Partial<Record<K, string>> = {};
  if (typeof value === 'string') {
    found[key] = value;
  }
  return found;
};

/** Reads the surveyed hosts that a client sent. Parts of a different shape are ignored. */
export function readSurveyed(sent: unknown): readonly Surveyed[] {
  return (Array.isArray(sent) ? sent : []).filter(isRecord).flatMap((one): Surveyed[] => {
    const answer = isRecord(one['answer']) ? answerOf(one['answer']) : undefined;
    if (typeof one['host'] !== 'string' || answer === undefined) {
      return [];
    }
    return [{ host: one['host'], ...textAt(one, 'group'), answer, durationMs: numberIn(one, 'durationMs') }];
  });
}

function answerOf(sent: Unknowns): Answer | undefined {
  switch (sent['kind']) {
    case 'ok': {
      const value = isRecord(sent['value']) ? surveyOf(sent['value']) : undefined;
      return value === undefined ? undefined : { kind: 'ok', value };
    }
    case 'failed':
    case 'unknown':
      return { kind: sent['kind'], reason: textIn(sent, 'reason'), ...textAt(sent, 'remedy') };
    case 'timedOut':
      return { kind: 'timedOut', afterMs: numberIn(sent, 'afterMs') };
    case 'cancelled':
      return { kind: 'cancelled' };
    default:
      return undefined;
  }
}

function surveyOf(sent: Unknowns): Survey | undefined {
  const facts = readHostFacts(sent['facts']);
  if (facts === undefined) {
    return undefined;
  }
  const [validate, status] = [verdictOf(sent['validate']), verdictOf(sent['status'])];
  const attachments = Array.isArray(sent['attachments']) ? sent['attachments'].filter(isRecord) : undefined;
  return {
    facts,
    confDir: textIn(sent, 'confDir'),
    machine: textIn(sent, 'machine'),
    runtimes: (Array.isArray(sent['runtimes']) ? sent['runtimes'] : []).filter((one) => typeof one === 'string'),
    attachments: attachments?.map((one) => ({
      network: textIn(one, 'network'),
      containerID: textIn(one, 'containerID'),
      ifName: textIn(one, 'ifName'),
      ...textAt(one, 'netNS'),
    })),
    ...(Array.isArray(sent['namespaces'])
      ? { namespaces: sent['namespaces'].filter((one) => typeof one === 'string') }
      : {}),
    validate,
    status,
  };
}

function verdictOf(sent: unknown): Verdict | undefined {
  if (!isRecord(sent)) {
    return undefined;
  }
  switch (sent['kind']) {
    case 'ok':
      return { kind: 'ok' };
    case 'failed':
    case 'unknown':
      return { kind: sent['kind'], reason: textIn(sent, 'reason'), ...textAt(sent, 'remedy') };
    default:
      return undefined;
  }
}
