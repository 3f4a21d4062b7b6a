import * as l10n from '@vscode/l10n';
import { cliError } from '../output/cli-error.ts';

/** What the options say about an attachment, as text. Undefined: not given. */
export interface AttachmentOptions {
  readonly profile: string | undefined;
  /** The settings file with the profile; undefined for that of the working directory. */
  readonly settings: string | undefined;
  readonly ifName: string | undefined;
  readonly containerID: string | undefined;
  readonly cniArgs: string | undefined;
  readonly capabilityArgs: string | undefined;
}

/** The options from parseArgs of node:util. */
interface AttachmentValues {
  readonly profile?: string | undefined;
  readonly settings?: string | undefined;
  readonly ifname?: string | undefined;
  readonly 'container-id'?: string | undefined;
  readonly 'cni-args'?: string | undefined;
  readonly 'cap-args'?: string | undefined;
}

/** Reads the options of an attachment. Throws WorkbenchError `argument`. */
export function readAttachmentOptions({ profile, settings, ...values }: AttachmentValues): AttachmentOptions {
  if (settings !== undefined && profile === undefined) {
    throw cliError(
      'argument',
      l10n.t('--settings FILE needs the name of a profile.'),
      l10n.t('Choose one of its profiles with {0}.', '--profile NAME'),
    );
  }
  return {
    profile,
    settings,
    ifName: values.ifname,
    containerID: values['container-id'],
    cniArgs: values['cni-args'],
    capabilityArgs: values['cap-args'],
  };
}
