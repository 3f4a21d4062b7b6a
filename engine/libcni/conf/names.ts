import { CNIError, ErrorCode } from '../errors.ts';
import { encodeUTF8 } from '../json/utf8.ts';

const validName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** The longest interface name that Linux allows, in bytes. */
const maxInterfaceName = 15;

/** Go's unicode.IsSpace, and the two characters that Linux forbids. */
const invalidInInterfaceName = /[/:\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function problem(code: number, msg: string, details = ''): CNIError {
  return new CNIError(details === '' ? msg : `${msg}; ${details}`, { code, msg, details });
}

/** Returns the error of a container ID that ADD rejects, or undefined (libcni: utils.ValidateContainerID; codes 3 and 4). */
export function validateContainerID(containerID: string): CNIError | undefined {
  if (containerID === '') {
    return problem(ErrorCode.unknownContainer, 'missing containerID');
  }
  return validName.test(containerID)
    ? undefined
    : problem(ErrorCode.invalidEnvironmentVariables, 'invalid characters in containerID', containerID);
}

/** Returns the error of a network name that ADD rejects, or undefined (libcni: utils.ValidateNetworkName; code 7). */
export function validateNetworkName(name: string): CNIError | undefined {
  if (name === '') {
    return problem(ErrorCode.invalidNetworkConfig, 'missing network name:');
  }
  return validName.test(name)
    ? undefined
    : problem(ErrorCode.invalidNetworkConfig, 'invalid characters found in network name', name);
}

/** Returns the error of an interface name that ADD rejects, or undefined (libcni: utils.ValidateInterfaceName; code 4). */
export function validateInterfaceName(ifName: string): CNIError | undefined {
  const code = ErrorCode.invalidEnvironmentVariables;
  if (ifName === '') {
    return problem(code, 'interface name is empty');
  }
  if (encodeUTF8(ifName).length > maxInterfaceName) {
    return problem(
      code,
      'interface name is too long',
      `interface name should be less than ${maxInterfaceName + 1} characters`,
    );
  }
  if (ifName === '.' || ifName === '..') {
    return problem(code, 'interface name is . or ..');
  }
  return invalidInInterfaceName.test(ifName)
    ? problem(code, 'interface name contains / or : or whitespace characters')
    : undefined;
}
