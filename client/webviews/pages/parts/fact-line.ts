import { html, nothing, type TemplateResult } from 'lit';
import type { Fact } from '../../operation/operation-model.ts';

/** The facts below a heading, in one line. */
export function factLine(facts: readonly Fact[]): TemplateResult {
  return html`<p class="muted">
    ${facts.map(({ text, title }, index) => html`${index > 0 ? ' · ' : ''}<span title=${title ?? nothing}>${text}</span>`)}
  </p>`;
}
