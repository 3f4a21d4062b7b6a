import type { NetworkConfigList, RuntimeConf } from '../libcni/index.ts';

/** What the user chooses for one attachment, apart from its network and namespace. A part that is missing has its default. */
export type RuntimeArguments = Partial<Pick<RuntimeConf, 'ifName' | 'containerID' | 'args' | 'capabilityArgs'>>;

/** Returns arguments with each part, as a whole, from the first source that has it. */
export function firstOf(...sources: readonly RuntimeArguments[]): RuntimeArguments {
  return sources.reduceRight<RuntimeArguments>((later, source) => ({ ...later, ...source }), {});
}

/** Returns a network as the language checks it. */
export function listValue({ name, cniVersion, plugins }: NetworkConfigList): object {
  const values: unknown[] = plugins.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
  return { name, cniVersion, plugins: values };
}
