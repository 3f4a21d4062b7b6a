import { compareStyles } from './compare/compare-styles.ts';
import { compareView } from './compare/compare-view.ts';
import { startPage } from './parts/start-page.ts';

startPage({ styles: compareStyles, initial: {}, view: compareView });
