import { startPage } from './parts/start-page.ts';
import { cellGridStyles } from './parts/cell-grid-styles.ts';
import { runtimesView } from './runtimes/runtimes-view.ts';

startPage({ styles: cellGridStyles, initial: {}, view: runtimesView });
