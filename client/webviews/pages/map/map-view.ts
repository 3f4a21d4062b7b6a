import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { MapNode, NetworkGraph } from '../../map/network-graph.ts';
import type { MapAction, MapModel } from '../../map/map-model.ts';
import { buttonRow } from '../parts/buttons.ts';
import type { Showing } from '../parts/start-page.ts';
import { type MapLayout, mapLayout } from './map-layout.ts';
import { mapPicture } from './map-picture.ts';
import { wide } from './map-styles.ts';
import { nodeOfKey } from './node-keys.ts';
import { svgText } from './svg-text.ts';
import { hubOfGroup, type MapChoice, visibleGraph } from './visible-graph.ts';

/** What the user chose in the page. */
interface MapState extends MapChoice {
  readonly selected?: string | undefined;
  readonly zoom?: number | undefined;
}

type ShowingMap = Showing<MapModel, MapState, MapAction>;

/** A part of the graph with its layout, which takes longer than everything else. */
interface Drawn {
  readonly graph: NetworkGraph;
  readonly choice: string;
  readonly shown: NetworkGraph;
  readonly layout: MapLayout;
  /** Milliseconds that it took. */
  readonly took: number;
}

let drawn: Drawn | undefined;

/** Draws the graph, or returns the last picture if nothing changed. */
function draw(graph: NetworkGraph, { query, network, onlyDifferences, expanded }: MapState): Drawn {
  const choice = JSON.stringify({ query, network, onlyDifferences, expanded });
  if (drawn?.graph !== graph || drawn.choice !== choice) {
    const began = performance.now();
    const shown = visibleGraph(graph, { query, network, onlyDifferences, expanded });
    const layout = mapLayout(shown, textWidths());
    drawn = { graph, choice, shown, layout, took: performance.now() - began };
  }
  return drawn;
}

/** Returns what measures a text in the font of the picture. */
function textWidths(): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) {
    return (text) => text.length * 7;
  }
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  return (text) => context.measureText(text).width;
}

/** The page: the toolbar, the picture, and the details of the selected node. */
export function mapView(showing: ShowingMap): TemplateResult {
  const { model, state } = showing;
  const { shown, layout, took } = draw(model.graph, state);
  return html`<main @keydown=${(event: KeyboardEvent) => onKey(event, showing, layout)}>
    <h1>${model.title}</h1>
    <p class="muted">${model.summary}</p>
    ${model.notes.map((note) => html`<p class="bad" role="note">${note}</p>`)} ${toolbar(showing, layout)}
    ${
      shown.nodes.length === 0
        ? html`<p>${l10n.t('Nothing matches.')}</p>`
        : html`<div class="map" data-took=${Math.round(took)}>${picture(showing, shown, layout)}</div>`
    }
    ${legend()} ${details(showing, shown)}
  </main>`;
}

/** Until the user zooms, the width of the page decides, as long as texts stay readable. */
function zoomOf({ zoom }: MapState, { width }: MapLayout): number {
  return zoom ?? Math.min(1, Math.max(0.75, (document.body.clientWidth - 44) / width));
}

const zoomed = (state: MapState, layout: MapLayout, by: number): number =>
  Math.min(3, Math.max(0.2, zoomOf(state, layout) * by));

/** Shows the namespaces of a group one by one. Their interface may be far down in the larger picture, so it gets the focus. */
function expandGroup({ state, update }: ShowingMap, hub: string): void {
  update({ expanded: [...(state.expanded ?? []), hub], selected: hub });
  focusNode(hub, 'center');
}

function picture(showing: ShowingMap, shown: NetworkGraph, layout: MapLayout): TemplateResult {
  const { model, state, update, act } = showing;
  const zoom = zoomOf(state, layout);
  const select = (selected: string): void => update({ selected });
  const open = (id: string): void => {
    const [first] = shown.nodes.find((node) => node.id === id)?.actions ?? [];
    const hub = hubOfGroup(id);
    if (hub !== undefined) {
      expandGroup(showing, hub);
    } else if (first !== undefined) {
      act({ kind: 'node', node: id, action: first.id });
    }
  };
  return html`<svg
    role="group"
    aria-label=${model.title}
    width=${Math.ceil(layout.width * zoom)}
    height=${Math.ceil(layout.height * zoom)}
    viewBox="0 0 ${Math.ceil(layout.width)} ${Math.ceil(layout.height)}"
    @wheel=${(event: WheelEvent) => {
      if (event.ctrlKey) {
        event.preventDefault();
        update({ zoom: zoomed(state, layout, event.deltaY < 0 ? 1.1 : 1 / 1.1) });
      }
    }}
  >${mapPicture(layout, shown, { selected: state.selected, select, open })}</svg>`;
}

/** The toolbar. In a narrow page it is folded, because it would fill the first screen. */
function toolbar(showing: ShowingMap, layout: MapLayout): TemplateResult {
  const { state, update, act } = showing;
  const buttons = [
    { id: 'refresh', title: l10n.t('Refresh') },
    { id: 'out', title: l10n.t('Zoom Out') },
    { id: 'in', title: l10n.t('Zoom In') },
    { id: 'fit', title: l10n.t('Fit') },
    { id: 'svg', title: l10n.t('Export as SVG…') },
  ];
  const press = (id: string): void => {
    const shown = document.querySelector('.map svg');
    switch (id) {
      case 'refresh':
        return act({ kind: 'refresh' });
      case 'out':
        return update({ zoom: zoomed(state, layout, 1 / 1.25) });
      case 'in':
        return update({ zoom: zoomed(state, layout, 1.25) });
      case 'fit':
        return update({ zoom: fitting(layout) });
      default:
        if (shown instanceof SVGSVGElement) {
          act({ kind: 'svg', text: svgText(shown, layout.width, layout.height) });
        }
    }
  };
  // lit changes the attribute only when the width passes the limit, so a toolbar that the user opened stays open.
  return html`<details class="tools" ?open=${window.matchMedia(wide).matches}>
    <summary>${l10n.t('Search and zoom')}</summary>
    <div class="toolbar" role="toolbar" aria-label=${l10n.t('Map')}>${search(showing)} ${buttonRow(buttons, press)}</div>
  </details>`;
}

/** The fields that choose what is drawn. */
function search({ model: { networks }, state, update }: ShowingMap): TemplateResult {
  return html`<input
      type="search"
      placeholder=${l10n.t('Search…')}
      aria-label=${l10n.t('Search names, addresses and pods')}
      .value=${state.query ?? ''}
      @input=${(event: Event) => update({ query: valueOf(event) })}
    />
    ${
      networks.length === 0
        ? nothing
        : html`<select aria-label=${l10n.t('Network')} @change=${(event: Event) => update({ network: valueOf(event) })}>
            <option value="" ?selected=${(state.network ?? '') === ''}>${l10n.t('All networks')}</option>
            ${networks.map((name) => html`<option value=${name} ?selected=${state.network === name}>${name}</option>`)}
          </select>`
    }
    <vscode-checkbox
      label=${l10n.t('Only differences')}
      ?checked=${state.onlyDifferences === true}
      @change=${(event: Event) => {
        const { currentTarget: box } = event;
        update({ onlyDifferences: box instanceof HTMLElement && 'checked' in box && box.checked === true });
      }}
    ></vscode-checkbox>`;
}

function valueOf({ currentTarget: input }: Event): string {
  return input instanceof HTMLInputElement || input instanceof HTMLSelectElement ? input.value : '';
}

/** Returns the zoom at which the whole picture is visible. */
function fitting({ width, height }: MapLayout): number {
  const box = document.querySelector('.map');
  const [across, down] = [(box?.clientWidth ?? width) / width, Math.max(240, window.innerHeight - 220) / height];
  return Math.min(1.5, Math.max(0.2, Math.min(across, down)));
}

const legend = (): TemplateResult =>
  html`<p class="muted legend">
    ${l10n.t(
      'Solid: links. With an arrow: default routes. Dashed: what the configuration in the editor would add, and what is left over.',
    )}
  </p>`;

function onKey(event: KeyboardEvent, { state, update }: ShowingMap, layout: MapLayout): void {
  const { target, key } = event;
  const from = target instanceof Element ? target.getAttribute('data-node') : undefined;
  if (typeof from !== 'string') {
    return;
  }
  const next = nodeOfKey(key, layout.nodes, from);
  if (next !== undefined) {
    update({ selected: next });
    focusNode(next);
  } else if (key === 'Enter' || key === ' ') {
    update({ selected: from });
  } else if (key === '+' || key === '=') {
    update({ zoom: zoomed(state, layout, 1.25) });
  } else if (key === '-') {
    update({ zoom: zoomed(state, layout, 1 / 1.25) });
  } else if (key === '0') {
    update({ zoom: fitting(layout) });
  } else {
    return;
  }
  event.preventDefault();
}

function focusNode(id: string, block: 'nearest' | 'center' = 'nearest'): void {
  const found = [...document.querySelectorAll<SVGElement>('.node')].find((node) => node.dataset['node'] === id);
  found?.focus();
  found?.scrollIntoView({ block, inline: 'nearest' });
}

/** The facts of the selected node, and where it leads. */
function details(showing: ShowingMap, shown: NetworkGraph): TemplateResult | typeof nothing {
  const { state } = showing;
  const node = shown.nodes.find(({ id }) => id === state.selected);
  if (node === undefined) {
    return nothing;
  }
  return html`<section id="details" class="card" aria-live="polite" aria-label=${l10n.t('Details')}>
    <h2>${node.title}</h2>
    ${node.marks.map((mark) => html`<p class="bad">${mark}</p>`)} ${node.lines.map((line) => html`<p>${line}</p>`)}
    ${node.details.map(
      ({ title, lines }) =>
        html`<h2>${title}</h2>
          <ul>
            ${lines.slice(0, 50).map((line) => html`<li><code>${line}</code></li>`)}
          </ul>`,
    )}
    ${nodeButtons(showing, node)}
  </section>`;
}

function nodeButtons(showing: ShowingMap, node: MapNode): TemplateResult | typeof nothing {
  const { state, update, act } = showing;
  const hub = hubOfGroup(node.id);
  const expanded = state.expanded ?? [];
  if (hub !== undefined) {
    return buttonRow([{ id: hub, title: l10n.t('Show Each') }], () => expandGroup(showing, hub));
  }
  const group = expanded.includes(node.id) ? [{ id: 'group', title: l10n.t('Group') }] : [];
  return buttonRow([...node.actions, ...group], (id) => {
    const action = node.actions.find((one) => one.id === id)?.id;
    if (action === undefined) {
      update({ expanded: expanded.filter((one) => one !== node.id) });
    } else {
      act({ kind: 'node', node: node.id, action });
    }
  });
}
