import {
  allVerbs,
  cnitoolVerbs,
  hostOptions,
  type OptionName,
  type VariableName,
  type VerbName,
  verbTexts,
} from './verbs.ts';

const cnitoolNames: readonly string[] = cnitoolVerbs;

/** The text for wrong arguments: cnitool's to the letter, and then what is ours. */
export function usage(program: string): string {
  const own = allVerbs
    .filter((verb) => !cnitoolNames.includes(verb))
    .map((verb) => `${`  ${program} ${verb.padEnd(11)} ${verbTexts[verb].operands}`.trimEnd()}\n`);
  return `${program}: Add, check, remove, gc or status network interfaces from a network namespace
  ${program} add    <net> <netns>
  ${program} check  <net> <netns>
  ${program} del    <net> <netns>
  ${program} gc     <net> <netns>
  ${program} status <net> <netns>
Beyond cnitool:
${own.join('')}Options: --host local|sandbox|ssh:<name>|exec:<command>, --hosts <file>, --ssh-config <file>, --cache-dir <directory>, --json, --help, --version
More: ${program} --help, ${program} <verb> --help
`;
}

const netOperand = `<net>    "name" of a network configuration in NETCONFPATH, or the path of a file: with a "/", or a
         file of the working directory that ends in .conflist, .conf or .json
`;
const netnsOperand = '<netns>  path of a network namespace, such as /var/run/netns/testing\n';

const optionTexts: Readonly<Record<OptionName, string>> = {
  host: `--host local      run the plugins on this machine, as root or with sudo (default)
--host sandbox    run them in namespaces of their own: nothing on this machine changes and
                  no root is needed; the sandbox is gone when the command ends, and a
                  namespace that it lacks is created in it first
--host ssh:NAME   run them on another machine, by your own ssh with its configuration, as
                  root or with sudo there
--host 'exec:docker exec -i NODE'
                  run them wherever a command of yours reaches a shell
`,
  hosts: `--hosts FILE      the hosts of a file, which holds what the setting "cni.hosts" holds; --host then
                  also takes their names
`,
  group: '--group NAME      those hosts of the file that are in this group\n',
  'ssh-config': '--ssh-config FILE instead of your own ssh configuration\n',
  'cache-dir': '--cache-dir DIR   where libcni keeps its results (default /var/lib/cni)\n',
  json: '--json            print one JSON document to stdout, also when the command fails\n',
  rollback: `--rollback        when ADD fails, run DEL of the plugins that ran; stderr says what became of it
`,
  yes: '--yes             do not ask\n',
  check: '--check NAME,NAME what to look at (default: all)\n',
  timeout: '--timeout SECONDS how long one host may take (default 30)\n',
  parallel: '--parallel N      how many hosts are asked at once (default 8)\n',
  archive: `--archive URL|FILE
                  a release archive (.tgz), its checksum beside it as URL.sha256 or FILE.sha256
`,
  sha256: '--sha256 SUM      its checksum, instead of the one beside it\n',
  dir: '--dir DIR         where the plugins go (default /opt/cni/bin)\n',
  format: '--format FORMAT   text (default), json, sarif, github or junit\n',
  fix: '--fix             mend what has one sure cure, and say what was mended\n',
  rule: '--rule ID=LEVEL   error, warning, information, hint or off; may be given again and again\n',
  settings: `--settings FILE   settings of VS Code, of which "cni.rules", "cni.ignoredFindings" and
                  "cni.files" are read (default .vscode/settings.json, where there is one)
`,
  'host-facts': `--host-facts FILE what the host has, as "facts --json" prints it: for the rules about hosts
`,
  'stdin-filename': `--stdin-filename PATH
                  the file that stdin stands for
`,
};
const helpText = '--help            this text; "<verb> --help" tells more\n';

const optionsText = (names: readonly OptionName[]): string => names.map((name) => optionTexts[name]).join('');

const variableTexts: Readonly<Record<VariableName, string>> = {
  CNI_PATH: 'directories with plugins, separated by colons',
  NETCONFPATH: 'directory with network configurations (default /etc/cni/net.d)',
  CNI_IFNAME: 'name of the interface inside the namespace (default eth0)',
  CNI_ARGS: 'KEY=VALUE;KEY=VALUE for the plugins',
  CAP_ARGS: 'JSON object of capability arguments, such as {"portMappings": […]}',
};

const variablesText = (names: readonly VariableName[]): string =>
  indented(names.map((name) => `${name.padEnd(13)} ${variableTexts[name]}\n`).join(''));

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** The text of --help, or that of one verb. */
export function help(program: string, verb: VerbName | undefined): string {
  return verb === undefined ? generalHelp(program) : verbHelp(program, verb);
}

const isHostOption = (option: OptionName): boolean => hostOptions.some((one) => one === option);

function generalHelp(program: string): string {
  const lines = allVerbs.map((name) => {
    const { operands: wanted, summary } = verbTexts[name];
    return `  ${program} ${`${name} ${wanted}`.padEnd(22)} ${summary}\n`;
  });
  const ownOptions = allVerbs
    .map((name) => ({ name, own: verbTexts[name].options.filter((option) => !isHostOption(option)) }))
    .filter(({ own }) => own.length > 0)
    .map(({ name, own }) => `Options of ${name}:\n${indented(optionsText(own))}`)
    .join('');
  return `${program}: CNI networks on the command line, as Go's cnitool v1.3.0 and beyond

${lines.join('')}
${indented(netOperand + netnsOperand)}
Options:
${indented(optionsText(hostOptions) + helpText)}${ownOptions}
Environment:
${variablesText(verbTexts.add.variables)}
Results go to stdout as cnitool prints them; errors, hints and notes go to stderr.
Exit status: 0 all went well, 1 it did not (or too few arguments), 2 other wrong arguments.
`;
}

function verbHelp(program: string, verb: VerbName): string {
  const { operands: wanted, options, summary, details, json, variables } = verbTexts[verb];
  const operands = `${wanted.includes('<net>') ? netOperand : ''}${wanted.includes('<netns>') ? netnsOperand : ''}`;
  return `${`${program} ${verb} ${wanted}`.trimEnd()}
  ${summary}

${details}

${operands === '' ? '' : `${indented(operands)}\n`}${indented(optionsText(options) + helpText)}
With --json it prints ${json}.
${variables.length === 0 ? '' : `\nEnvironment:\n${variablesText(variables)}`}`;
}
