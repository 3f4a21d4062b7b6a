import * as l10n from '@vscode/l10n';
import type { EncodedText } from './encoded-text.ts';

const sentences: Readonly<Record<EncodedText['kind'], () => string>> = {
  base64: () => l10n.t('The text is encoded as base64, which no runtime decodes.'),
  gzip: () => l10n.t('The text is compressed with gzip and encoded as base64.'),
  vault: () => l10n.t('The text is encrypted with Ansible Vault.'),
  sops: () => l10n.t('The text is encrypted with SOPS.'),
  encrypted: () => l10n.t('The text is encrypted.'),
};

/** Returns a sentence about an encoded text. */
export const encodingText = ({ kind }: EncodedText): string => sentences[kind]();
