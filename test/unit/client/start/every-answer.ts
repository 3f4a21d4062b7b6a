import {
  type AddressAnswer,
  type Answers,
  type Assignment,
  type Families,
  purposes,
  purposeTraits,
} from '../../../../client/start/answers.ts';

const families: readonly Families[] = ['ipv4', 'ipv6', 'dual'];

const pool = {
  ipv4: { subnet: '10.93.0.0/16', range: { start: '10.93.1.10', end: '10.93.1.250' }, gateway: '10.93.0.1' },
  ipv6: { subnet: 'fd00:93::/64', gateway: 'fd00:93::1' },
} as const;
const fixed = {
  ipv4: { subnet: '10.93.0.2/16', gateway: '10.93.0.1' },
  ipv6: { subnet: 'fd00:93::2/64', gateway: 'fd00:93::1' },
} as const;

/** An address answer with and without its optional parts. */
function variants(address: AddressAnswer): readonly AddressAnswer[] {
  const { subnet, range, gateway } = address;
  return [
    { subnet },
    ...(gateway === undefined ? [] : [{ subnet, gateway }]),
    ...(range === undefined ? [] : [{ subnet, range }]),
    ...(range === undefined || gateway === undefined ? [] : [address]),
  ];
}

function addressAnswers(
  assignment: Assignment,
  family: Families,
  needsGateway: boolean,
): readonly Pick<Answers, 'ipv4' | 'ipv6'>[] {
  const { ipv4, ipv6 } = assignment === 'fixed' ? fixed : pool;
  const of = (one: AddressAnswer) =>
    variants(one).filter(
      ({ gateway }) =>
        (assignment !== 'cluster' || gateway === undefined) &&
        (assignment !== 'fixed' || gateway !== undefined || !needsGateway),
    );
  switch (family) {
    case 'ipv4':
      return of(ipv4).map((one) => ({ ipv4: one }));
    case 'ipv6':
      return of(ipv6).map((one) => ({ ipv6: one }));
    case 'dual':
      return of(ipv4).flatMap((one) => of(ipv6).map((other) => ({ ipv4: one, ipv6: other })));
  }
}

const connections = {
  bridge: { bridge: 'cni7' },
  master: { master: 'eth0' },
  resource: { resource: 'intel.com/sriov' },
  none: {},
} as const;

/** Every combination of answers to the questions about a new network. */
export const everyAnswer: readonly Answers[] = purposes.flatMap((purpose) => {
  const traits = purposeTraits[purpose];
  const base = { purpose, name: 'mynet', ...connections[traits.connection] };
  if (traits.assignments.length === 0) {
    return [base];
  }
  return traits.assignments.flatMap((assignment): Answers[] =>
    assignment === 'dhcp'
      ? [{ ...base, assignment }]
      : families.flatMap((one) =>
          addressAnswers(assignment, one, traits.needsGateway === true).map((addresses) => ({
            ...base,
            assignment,
            families: one,
            ...addresses,
          })),
        ),
  );
});

const partsOf = (one: AddressAnswer | undefined, family: string): string =>
  one === undefined ? '' : [family, one.range && 'range', one.gateway && 'gateway'].filter(Boolean).join('+');

/** The answers in a few words, for the title of a test. */
export function titleOf({ purpose, assignment, ipv4, ipv6 }: Answers): string {
  return [purpose, assignment, partsOf(ipv4, 'IPv4'), partsOf(ipv6, 'IPv6')].filter(Boolean).join(' ');
}
