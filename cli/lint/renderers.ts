import { renderGithub } from './render-github.ts';
import { renderJson } from './render-json.ts';
import { renderJunit } from './render-junit.ts';
import { renderSarif } from './render-sarif.ts';
import { renderText } from './render-text.ts';
import type { LintReport, LintTool } from './report.ts';
import type { Shown } from '../output/shown.ts';
import type { Format } from './request.ts';

/** Renders a report, by format. */
export const renderers: Readonly<Record<Format, (report: LintReport, tool: LintTool) => Shown>> = {
  text: renderText,
  json: renderJson,
  sarif: renderSarif,
  github: renderGithub,
  junit: renderJunit,
};
