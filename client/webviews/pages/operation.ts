import { operationStyles } from './operation/operation-styles.ts';
import { operationView } from './operation/operation-view.ts';
import { startPage } from './parts/start-page.ts';

startPage({ styles: operationStyles, initial: {}, view: operationView });
