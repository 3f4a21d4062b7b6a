import { useMachine } from '../../machine-lock.ts';
import { describeReferencePlugins } from './reference-suite.ts';

useMachine();

await describeReferencePlugins({ kind: 'local' });
