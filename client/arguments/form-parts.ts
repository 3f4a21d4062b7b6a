import * as l10n from '@vscode/l10n';
import { type Field, valuesOf, withValues } from '../../engine/arguments/fields.ts';
import { cniArgsProblem, cniArgsText } from '../../engine/arguments/profiles.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import { plainText, type Shape } from '../../engine/arguments/shapes.ts';
import { type JSONValue, parseCNIArgs, validateContainerID, validateInterfaceName } from '../../engine/libcni/index.ts';

/** A part of the arguments that the form shows and edits on its own. */
export interface FormPart {
  readonly label: string;
  /** The capability of the part; undefined if it is not a capability argument. */
  readonly capability?: string;
  readonly isList: boolean;
  readonly shape: Shape;
  /** Text for a part without a value. */
  readonly whenEmpty: string;
  readonly read: (values: RuntimeArguments) => readonly JSONValue[];
  readonly write: (values: RuntimeArguments, entered: readonly JSONValue[]) => RuntimeArguments;
}

/** Returns the part of a field of a capability argument. */
export function partOf(field: Field): FormPart {
  const { capability, isList, shape, label } = field;
  return {
    label,
    capability,
    isList,
    shape,
    whenEmpty: l10n.t('not set'),
    read: ({ capabilityArgs = {} }) => valuesOf(capabilityArgs, field),
    write: ({ capabilityArgs: before = {}, ...values }, entered) => {
      const capabilityArgs = withValues(before, field, entered);
      return Object.keys(capabilityArgs).length === 0 ? values : { ...values, capabilityArgs };
    },
  };
}

/** A text that is checked by a function of libcni. */
const checkedText = (example: string, problemOf: (text: string) => string | undefined): Shape => ({
  ...plainText(example),
  parse: (text) => {
    const problem = problemOf(text);
    return problem === undefined ? { value: text } : { problem };
  },
});

const textOf = (value: JSONValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** Returns the parts that every network has. `ifName`: the name of the interface by default. */
export function attachmentParts(ifName: string): readonly FormPart[] {
  return [
    {
      label: l10n.t('Interface name'),
      isList: false,
      shape: checkedText('eth1', (text) => validateInterfaceName(text)?.message),
      whenEmpty: l10n.t('{0} (default)', ifName),
      read: (values) => (values.ifName === undefined ? [] : [values.ifName]),
      write: (values, [entered]) => {
        const { ifName: _, ...others } = values;
        const name = textOf(entered);
        return name === undefined ? others : { ...others, ifName: name };
      },
    },
    {
      label: l10n.t('Container ID'),
      isList: false,
      shape: checkedText('web-1', (text) => validateContainerID(text)?.message),
      whenEmpty: l10n.t('derived from the namespace, as by cnitool'),
      read: ({ containerID }) => (containerID === undefined ? [] : [containerID]),
      write: (values, [entered]) => {
        const { containerID: _, ...others } = values;
        const containerID = textOf(entered);
        return containerID === undefined ? others : { ...others, containerID };
      },
    },
    {
      label: 'CNI_ARGS',
      isList: false,
      shape: checkedText('IgnoreUnknown=1;MAC=02:00:00:00:00:01', cniArgsProblem),
      whenEmpty: l10n.t('not set'),
      read: ({ args = [] }) => (args.length === 0 ? [] : [cniArgsText(args)]),
      write: (values, [entered]) => {
        const { args: _, ...others } = values;
        const text = textOf(entered);
        return text === undefined ? others : { ...others, args: parseCNIArgs(text) };
      },
    },
  ];
}

/** Returns the text of a value, which is JSON if the value does not have the shape of its part. */
export const valueText = ({ shape }: Pick<FormPart, 'shape'>, value: JSONValue): string =>
  shape.format(value) ?? JSON.stringify(value);
