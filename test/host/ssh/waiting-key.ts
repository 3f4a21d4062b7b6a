/** What a waiting security key is called in the words of ssh. */
export const presence = 'Confirm user presence for key ED25519-SK SHA256:abc';

/**
 * Lines of a stand-in for ssh whose key waits to be touched, as OpenSSH tells it (readpass.c, notify_start): until there
 * is a file `touched` in the directory.
 */
export const untilTouched = (directory: string): string => `
SSH_ASKPASS_PROMPT=none "$SSH_ASKPASS" "${presence}" >/dev/null & notice=$!
until [ -e '${directory}/touched' ]; do sleep 0.05; done
kill $notice
`;
