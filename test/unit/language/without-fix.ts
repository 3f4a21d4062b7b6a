/**
 * The rules that offer no quick fix, each with the reason, as reviewed: no edit of the file is a remedy that one could
 * stand for. What is here and has a fix, or is not here and has none, fails a test.
 */
export const withoutFix: ReadonlyMap<string, string> = new Map(
  Object.entries({
    R038: 'an installer fills the template in',
    R168: 'a word on another directory; what to move, mend or delete is there, and whether to load it is a free choice',
    R169: 'the remedy is another name for the directory, or an edit of the list',
    R170: 'flanneld writes the file, on the host',
    R172: 'the binary on the host is to be mended',
    R202: 'on a page only the file on the host is missing; the fix for other directories is tested in whereabouts.test.ts',
    R217: 'a sysctl of the host, or other addresses',
    R206: 'a sysctl of the host',
    R218: 'which of the times is to change is a free choice',
    R214: 'the gateway of the network is not in the file',
    R216: 'which file comes first, and whether the network has addresses, is a free choice',
    R183: 'a sysctl of the host; the plugin sets it by itself',
    R184: 'a module and a sysctl of the host',
    R186: 'a daemon to be started on the host',
    R187: 'a module of the host',
    R188: 'reservations on the host: to be deleted there, or awaited',
    R189: 'the mode of the file on the host',
    R190: 'attachments on the host: to be deleted with what they were added with, or taken as they are',
    R193: 'the configuration may be a file of Multus on each node',
    R194: 'which of the definitions gets another name is a free choice',
    R195: 'the resource is one of the device plugin, which the file does not name',
    R196: 'which networks and interfaces were meant is for the author of the pod to say',
  }),
);
