import * as l10n from '@vscode/l10n';
import type { PingReport, TraceReport } from '../../engine/host/index.ts';
import { markdownBlock, markdownText } from '../../engine/text/edges.ts';

/** Returns the sentence about a ping. */
export function pingText(target: string, from: string, report: PingReport): string {
  const { sent, received, averageMs, complaint } = report;
  if (received === 0) {
    return complaint === undefined
      ? l10n.t('{target} did not answer "{from}".', { target, from })
      : l10n.t('{target} did not answer "{from}": {complaint}.', { target, from, complaint });
  }
  return averageMs === undefined
    ? l10n.t('{target} answered {received} of {sent} packets from "{from}".', { target, from, received, sent })
    : l10n.t('{target} answered {received} of {sent} packets from "{from}", after {averageMs} ms on average.', {
        target,
        from,
        received,
        sent,
        averageMs,
      });
}

/** Returns the sentence about a trace. */
export function traceText(target: string, from: string, { hops }: TraceReport): string {
  const last = hops.findLast((hop) => hop !== undefined);
  if (last === undefined) {
    return l10n.t('No router answered on the way from "{0}" to {1}.', from, target);
  }
  return hops.at(-1) === undefined
    ? l10n.t('The way from "{from}" to {target} ends after {last}.', { from, target, last })
    : l10n.t('{last} answered at hop {count} on the way from "{from}" to {target}.', {
        from,
        target,
        last,
        count: hops.length,
      });
}

/** Returns a Markdown page with a sentence and the output of a program. */
export function outputPage(title: string, summary: string, output: string): string {
  return `# ${markdownText(title)}\n\n${markdownText(summary)}\n\n${markdownBlock(output)}\n`;
}
