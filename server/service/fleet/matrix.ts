import { checkDrift } from './drift.ts';
import { finding, good, note, unknown, type Cell, type CheckName } from './cell.ts';
import { checkOrder } from './order.ts';
import { checkNeeds, checkPlugins, checkSubnet, checkVersion } from './rule-checks.ts';
import { viewHost, type HostView } from './subjects.ts';
import type { Answer, ComparedFile, Surveyed, Verdict } from './survey.ts';

/** One host with a cell for each check. */
export interface MatrixRow {
  readonly host: string;
  readonly group?: string;
  /** How the host answered; all cells of one that did not are unknown. */
  readonly state: Answer['kind'];
  readonly durationMs: number;
  readonly cells: readonly { readonly check: CheckName; readonly cell: Cell }[];
}

/** Hosts against checks. */
export interface Matrix {
  /** The compared file; undefined where each host was looked at with its own networks. */
  readonly file?: string;
  readonly checks: readonly CheckName[];
  readonly rows: readonly MatrixRow[];
  /** How many cells are findings. */
  readonly findings: number;
  /** How many hosts did not answer. */
  readonly unreached: number;
}

/** Makes the matrix of the answers of several hosts. Pure: the same answers give the same matrix. */
export function compareHosts(
  hosts: readonly Surveyed[],
  file: ComparedFile | undefined,
  checks: readonly CheckName[],
): Matrix {
  const views = new Map<Surveyed, HostView>(
    hosts.flatMap((host) =>
      host.answer.kind === 'ok' ? [[host, viewHost(host, host.answer.value, file)] as const] : [],
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
    return { host: host.host, ...(group === undefined ? {} : { group }), state: answer.kind, durationMs, cells };
  });
  return {
    ...(file === undefined ? {} : { file: file.name }),
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
      return checkOrder(view, file);
    case 'drift':
      return checkDrift(view, all, file);
    case 'validate':
      return verdictCell(view.survey.validate);
    case 'status':
      return verdictCell(view.survey.status);
    case 'attachments':
      return attachmentsCell(view, file);
  }
}

/** The cells of a host that did not answer. */
function silent(answer: Answer): Cell {
  switch (answer.kind) {
    case 'ok':
      return note('–');
    case 'failed':
      return unknown('not reached', answer.reason, answer.cure);
    case 'unknown':
      return unknown('unknown', answer.reason, answer.cure);
    case 'timedOut':
      return unknown(
        'timed out',
        `There was no answer within ${answer.afterMs / 1000} s.`,
        'Look whether the host hangs, or give it a longer time limit.',
      );
    case 'cancelled':
      return unknown('cancelled', 'The comparison was cancelled before this host answered.');
  }
}

function verdictCell(verdict: Verdict | undefined): Cell {
  switch (verdict?.kind) {
    case undefined:
      return note('–');
    case 'ok':
      return good();
    case 'failed':
      return finding('failed', [verdict.reason], verdict.cure);
    case 'unknown':
      return unknown('unknown', verdict.reason, verdict.cure);
  }
}

/** Attachments of the compared network, else of all. */
function attachmentsCell({ survey, subjects }: HostView, file: ComparedFile | undefined): Cell {
  const value: unknown = subjects[0]?.model.name?.value?.value;
  const name = file === undefined ? undefined : value;
  return note(String(survey.attachments.filter(({ network }) => name === undefined || network === name).length));
}
