/* Everything that telemetry says gets into the page here, as text; nothing is ever parsed as HTML. */

const byId = (id) => document.getElementById(id);

/** An element; children are elements, texts, or nothing. */
function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false && child !== '') {
      element.append(child);
    }
  }
  return element;
}

/** Somebody else's text, which keeps its own direction of writing. */
function foreign(text) {
  return text === undefined || text === null || text === '' ? null : el('bdi', null, String(text));
}

function code(text) {
  return el('code', null, foreign(text));
}

/** 2026-03-04 10:42:17 */
function moment(iso) {
  return el('time', { datetime: iso }, iso.slice(0, 19).replace('T', ' '));
}

/** 10:42:17.918 */
function clock(iso) {
  return iso.slice(11, 23);
}

const number = (value) => Number(value).toLocaleString('en-US');

function several(count, one, many) {
  return number(count) + ' ' + (Number(count) === 1 ? one : many ?? one + 's');
}

function bytes(count) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return (unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)) + ' ' + units[unit];
}

function duration(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) {
    return ms < 10000 ? (ms / 1000).toFixed(1) + ' s' : seconds + ' s';
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) {
    return minutes + ' min';
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? hours + ' h' : Math.round(hours / 24) + ' days';
}

/** snake_case as words */
const words = (name) => String(name).replaceAll('_', ' ');

function title(name) {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
