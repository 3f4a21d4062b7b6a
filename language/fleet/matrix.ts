import * as l10n from '@vscode/l10n';
import { checkDrift } from './drift.ts';
import { finding, good, note, notRead, unknown, type Cell, type CheckName } from './cell.ts';
import { checkOrder } from './order.ts';
import { checkNeeds, checkPlugins, checkSubnet, checkVersion } from './rule-checks.ts';
import { modelReader, unreadFiles, viewHost, type HostView } from './subjects.ts';
import type { Answer, ComparedFile, Surveyed, Verdict } from './survey.ts';

/** One host with a cell for each check. */
export interface MatrixRow {
  readonly host: string;
  readonly group?: string | undefined;
  /** How the host answered. If it did not, all its cells are unknown. */
  readonly state: Answer['kind'];
  readonly durationMs: number;
  readonly cells: readonly { readonly check: CheckName; readonly cell: Cell }[];
}

/** Hosts against checks. */
export interface Matrix {
  /** The compared file; undefined if each host was checked with its own networks. */
  readonly file?: string | undefined;
  readonly checks: readonly CheckName[];
  readonly rows: readonly MatrixRow[];
  /** Number of cells that are findings. */
  readonly findings: number;
  /** Number of hosts that did not answer. */
  readonly unreached: number;
}

/** Builds the matrix from the answers of several hosts. Pure: the same answers give the same matrix. */
export function compareHosts(
  hosts: readonly Surveyed[],
  file: ComparedFile | undefined,
  checks: readonly CheckName[],
): Matrix {
  const modelOf = modelReader();
  const views = new Map<Surveyed, HostView>(
    hosts.flatMap((host) =>
      host.answer.kind === 'ok' ? [[host, viewHost(host, host.answer.value, file, modelOf)] as const] : [],
    ),
  );
  const all = [...views.values()];
  const rows = hosts.map((host): MatrixRow => {
    const { group, answer, durationMs } = host;
    const view = views.get(host);
    const cells = checks.map((check) => ({
      check,
      cell: view === undefined ? silent(answer) : cellOf(check, view, all, file),
    }));
    return { host: host.host, group, state: answer.kind, durationMs, cells };
  });
  return {
    file: file?.name,
    checks,
    rows,
    findings: rows.flatMap(({ cells }) => cells).filter(({ cell }) => cell.state === 'finding').length,
    unreached: rows.filter(({ state }) => state !== 'ok').length,
  };
}

function cellOf(check: CheckName, view: HostView, all: readonly HostView[], file: ComparedFile | undefined): Cell {
  switch (check) {
    case 'plugins':
      return checkPlugins(view);
    case 'version':
      return checkVersion(view, file === undefined ? all : []);
    case 'subnet':
      return checkSubnet(view);
    case 'needs':
      return checkNeeds(view);
    case 'order':
    case 'drift': {
      const hidden = unreadFiles(view.survey);
      if (hidden.length > 0) {
        return notRead(hidden, view.name);
      }
      return check === 'order' ? checkOrder(view, file) : checkDrift(view, all, file);
    }
    case 'validate':
      return verdictCell(view.survey.validate);
    case 'status':
      return verdictCell(view.survey.status);
    case 'attachments':
      return attachmentsCell(view, file);
  }
}

/** Returns the cell of a host that did not answer, for each check. */
function silent(answer: Answer): Cell {
  switch (answer.kind) {
    case 'ok':
      return note('–');
    case 'failed':
      return unknown(l10n.t('not reached'), answer.reason, answer.remedy);
    case 'unknown':
      return unknown(l10n.t('unknown'), answer.reason, answer.remedy);
    case 'timedOut':
      return unknown(
        l10n.t('timed out'),
        l10n.t('The host did not answer within {0} s.', answer.afterMs / 1000),
        l10n.t('Check whether the host hangs, or set a longer time limit.'),
      );
    case 'cancelled':
      return unknown(l10n.t('canceled'), l10n.t('The comparison was canceled before this host answered.'));
  }
}

function verdictCell(verdict: Verdict | undefined): Cell {
  switch (verdict?.kind) {
    case undefined:
      return note('–');
    case 'ok':
      return good();
    case 'failed':
      return finding(l10n.t('failed'), [verdict.reason], verdict.remedy);
    case 'unknown':
      return unknown(l10n.t('unknown'), verdict.reason, verdict.remedy);
  }
}

/** Counts the attachments of the compared network, or of all networks. */
function attachmentsCell({ name: hostName, survey, subjects }: HostView, file: ComparedFile | undefined): Cell {
  const value: unknown = subjects[0]?.model.name?.value?.value;
  const name = file === undefined ? undefined : value;
  if (survey.attachments === undefined) {
    return notRead([l10n.t('the cached results')], hostName);
  }
  return note(String(survey.attachments.filter(({ network }) => name === undefined || network === name).length));
}
