import { describeReferencePlugins } from './reference-suite.ts';

await describeReferencePlugins({ kind: 'sandbox' });
