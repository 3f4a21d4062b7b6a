export { explain, explainOperation } from './explain.ts';
export { explainText } from './explain-text.ts';
export {
  clueOf,
  type Explanation,
  type ExplanationId,
  type ExplanationText,
  type Reference,
  referenceOf,
  wordsOf,
} from './explanation.ts';
export { type Failure, failureOf } from './failure.ts';
export { linksOf } from './links.ts';
export { type LoggedFailure, LogReader } from './log/log-reader.ts';
