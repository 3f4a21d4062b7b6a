import type { CNIError } from './errors.ts';

export declare function validateContainerID(containerID: string): CNIError | undefined;
export declare function validateNetworkName(name: string): CNIError | undefined;
export declare function validateInterfaceName(ifName: string): CNIError | undefined;
