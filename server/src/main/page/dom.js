// Small means of making and keeping elements. Text goes in as text only: nothing a service sends can become markup.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element: `make('p', {class: 'faint'}, 'text', child)`. */
export function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** Sets text only where it differs, so that screen readers are not told the same again. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets a class attribute only where it differs, so that animations are not begun again. */
export function dress(element, classes) {
  if (element.getAttribute('class') !== classes) {
    element.setAttribute('class', classes);
  }
}

/**
 * Keeps one child of `parent` per item: makes what is new, updates what stays, removes what is gone, in the order of the items.
 * `create(item)` returns `{element, update(item)}`, and `close()` where something must be ended with it.
 */
export function keep(parent, items, key, create) {
  const kept = parent.kept ??= new Map();
  const wanted = new Set(items.map(key));
  for (const [name, child] of kept) {
    if (!wanted.has(name)) {
      child.element.remove();
      child.close?.();
      kept.delete(name);
    }
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    if (!kept.has(name)) {
      kept.set(name, create(item));
    }
    const child = kept.get(name);
    child.update(item);
    if (child.element === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child.element, place);
    }
  }
}
