// Where the reader is, by the address after the #: `#/service/live-qa?range=6h`. Every view can be linked to and come back to.

/** The place now; null for a # that only leads to a part of this page. */
export function place() {
  const hash = location.hash;
  if (hash !== '' && !hash.startsWith('#/')) {
    return null;
  }
  const [path, query = ''] = hash.slice(2).split('?');
  const [name, of = null] = path.split('/').map(decoded);
  return {name: name || 'home', of, params: new URLSearchParams(query)};
}

/** What somebody cut off in the middle of a letter is a name that nobody has, and no fault of the page. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch (e) {
    return part;
  }
}

/** The address of a place; what is null or empty is left out, and a list is given as often as it has parts. */
export function address(name, of = null, params = {}) {
  const given = Object.entries(params).flatMap(([key, value]) => [value].flat().map(one => [key, one])).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(given).toString();
  return `#/${name === 'home' ? '' : name}${of === null ? '' : `/${encodeURIComponent(of)}`}${query && `?${query}`}`;
}

/** The same place with some parameters changed. */
export function changed(params) {
  const {name, of, params: before} = place();
  const kept = Object.fromEntries([...before.keys()].map(key => [key, before.getAll(key)]));
  return address(name, of, {...kept, ...params});
}

/** Goes there in the same step of the history: turning a knob is no new page. */
export function turn(params) {
  history.replaceState(null, '', changed(params));
  dispatchEvent(new Event('hashchange'));
}
