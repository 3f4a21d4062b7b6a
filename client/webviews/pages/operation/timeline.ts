import * as l10n from '@vscode/l10n';
import { html, type nothing, svg, type TemplateResult } from 'lit';
import type { ChainRow, ChainSection, RowState } from '../../operation/operation-model.ts';
import { rowOfKey } from '../parts/row-keys.ts';
import { classOf, type ShowingOperation } from './showing.ts';

const marks: Readonly<Record<RowState, string>> = {
  ok: '✓',
  failed: '✕',
  canceled: '⊘',
  unknown: '?',
  running: '…',
  unreached: '',
};

/** The plugins of a section under each other, each with a bar from its start to its end. */
export function timeline(
  section: ChainSection,
  selected: string | undefined,
  showing: ShowingOperation,
): TemplateResult {
  return html`<h2>${section.title}</h2>
    ${chain(section, selected, showing)}`;
}

/** A {@link timeline} that is folded, unless something in it failed or is selected. */
export function foldedTimeline(
  section: ChainSection,
  selected: string | undefined,
  showing: ShowingOperation,
): TemplateResult {
  const isOpen = section.state !== 'ok' || section.rows.some(({ id }) => id === selected);
  return html`<details class="folded" ?open=${isOpen}>
    <summary>${section.title} <span class=${classOf(section.state)}>${marks[section.state]}</span></summary>
    ${chain(section, selected, showing)}
  </details>`;
}

function chain(section: ChainSection, selected: string | undefined, showing: ShowingOperation): TemplateResult {
  const { title, rows } = section;
  const current = rows.findIndex(({ id }) => id === selected);
  const select = (index: number | undefined): void => {
    const row = index === undefined ? undefined : rows[index];
    if (row !== undefined) {
      showing.update({ row: row.id });
      document.getElementById(`row-${row.id}`)?.focus();
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const next = rowOfKey(event.key, Math.max(current, 0), rows.length);
    if (next !== undefined) {
      event.preventDefault();
      select(next);
    }
  };
  return html`<div class="chain" role="tree" aria-label=${title} @keydown=${onKey}>
      ${rows.map((row, index) =>
        rowView(row, section.totalMs, {
          isSelected: index === current,
          isReachable: index === Math.max(current, 0),
          select: () => select(index),
        }),
      )}
    </div>`;
}

interface RowUse {
  readonly isSelected: boolean;
  /** Tab leads to it. */
  readonly isReachable: boolean;
  readonly select: () => void;
}

function rowView(row: ChainRow, totalMs: number, { isSelected, isReachable, select }: RowUse): TemplateResult {
  const { id, level, name, state, stateText, duration } = row;
  return html`<div
    id="row-${id}"
    class="row ${state}"
    role="treeitem"
    aria-level=${level}
    aria-selected=${isSelected}
    aria-label=${duration === '' ? `${name}, ${stateText}` : `${name}, ${stateText}, ${duration}`}
    tabindex=${isReachable ? 0 : -1}
    @click=${select}
  >
    <span class="name" title=${name} .style=${`--level: ${level - 1}`}>${name}</span>
    ${row.startMs === undefined ? html`<span class="bar muted">${stateText}</span>` : bar(row, totalMs)}
    <span class="duration">${duration}</span>
    <span class="mark ${classOf(state)}">${marks[state]}</span>
  </div>`;
}

/** The bar has at least a hundredth of the width, so that a short step is visible. */
function bar({ startMs = 0, durationMs = 0 }: ChainRow, totalMs: number): TemplateResult | typeof nothing {
  const whole = Math.max(totalMs, startMs + durationMs, 1);
  const width = Math.max((durationMs / whole) * 100, 1);
  const start = Math.min((startMs / whole) * 100, 100 - width);
  const shape = svg`<rect x=${`${start}%`} y="0" width=${`${width}%`} height="100%" rx="2"></rect>`;
  return html`<svg class="bar" role="img" aria-label=${l10n.t('after {0} ms', startMs.toFixed(0))}>${shape}</svg>`;
}
