import { dataTableStyles } from './parts/data-table.ts';
import { startPage } from './parts/start-page.ts';
import { resultView } from './result/result-view.ts';

startPage({ styles: dataTableStyles, initial: {}, view: resultView });
