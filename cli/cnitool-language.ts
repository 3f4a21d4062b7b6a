// Entry of a separate bundle with the language (scripts/build.mjs), which only the verbs `lint`, `compare` and `doctor`,
// arguments of a runtime, networks inside other files, and recordings of failures load.
export {
  argumentProblems,
  compareHosts,
  diagnose,
  diagnosisDocument,
  evidenceFor,
  matrixDocument,
  pluginLine,
  runnableTexts,
} from '../language/index.ts';
export { textOf } from './compare/matrix.ts';
export { diagnosisText } from './doctor/diagnosis-text.ts';
export { lint } from './lint/lint.ts';
