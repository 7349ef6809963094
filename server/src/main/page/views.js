// Which view stands at which place.

import {openElsewhere} from './elsewhere.js';
import {openIncident} from './incident.js';
import {openOverview} from './overview.js';
import {openQuery} from './query.js';
import {openReview} from './review.js';
import {openService} from './service.js';

/** Opens the view of a place; null where the services themselves are shown. `context.command(verb, on, name)` orders something. */
export function viewOf(place, context) {
  switch (place.name) {
    case 'service': return place.of === null ? null : openService(place.of, context);
    case 'incident': return place.of === null ? null : openIncident(place.of);
    case 'overview': return openOverview();
    case 'elsewhere': return openElsewhere();
    case 'query': return openQuery();
    case 'review': return openReview();
    default: return null;
  }
}
