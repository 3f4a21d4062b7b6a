import { mapStyles } from './map/map-styles.ts';
import { mapView } from './map/map-view.ts';
import { startPage } from './parts/start-page.ts';

startPage({ styles: mapStyles, initial: {}, view: mapView, followsSize: true });
