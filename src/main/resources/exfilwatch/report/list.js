/* The list of incidents: filter, order, pages, and what is open. Its state is in the address. */

const PAGE = 100;
const PRINTED = 50;
const PAPER_WIDTH = 680;
const SEVERITIES = ['critical', 'high', 'medium', 'low'];

/** [key, title, cell, order]; order is of ascending values. */
const COLUMNS = [
  { key: 'risk', title: 'Risk', value: (row) => row.score, cell: riskCell },
  { key: 'start', title: 'Start (UTC)', value: (row) => row.opened, cell: (row) => moment(row.opened) },
  { key: 'host', title: 'Host', value: (row) => row.host.toLowerCase(), cell: (row) => foreign(row.host) },
  { key: 'user', title: 'User', value: (row) => row.user.toLowerCase(), cell: (row) => foreign(row.user) },
  { key: 'program', title: 'Program', value: (row) => row.program.toLowerCase(), cell: programCell },
  { key: 'taken', title: 'Taken', value: (row) => row.taken.toLowerCase(), cell: (row) => foreign(row.taken) },
  {
    key: 'destination',
    title: 'Destination',
    value: (row) => row.destination.toLowerCase(),
    cell: (row) => foreign(row.destination),
  },
  { key: 'connections', title: 'Connections', value: (row) => row.connections, cell: connectionsCell },
];

const BLOCK = Number(byId('data').dataset.block);
const rows = JSON.parse(byId('data').textContent);
rows.forEach((row, i) => {
  row.number = i;
  row.text = Object.values(row).join('\n').toLowerCase();
});

const state = { query: '', severities: new Set(), connected: false, sort: 'risk', up: false, page: 0 };
const open = new Set();
let found = rows;

function riskCell(row) {
  return el('span', { class: 'badge ' + row.severity }, row.score + ' ' + row.severity);
}

function programCell(row) {
  return [foreign(row.program), row.renamed ? el('span', { class: 'chip' }, 'renamed') : null];
}

function connectionsCell(row) {
  if (row.connections === 0) {
    return 'none seen';
  }
  return number(row.connections) + (row.bytes === undefined ? '' : ' · ' + bytes(row.bytes));
}

function detailOf(row) {
  const block = byId('block-' + Math.floor(row.number / BLOCK));
  return block ? JSON.parse(block.textContent)[row.number % BLOCK] : null;
}

function find() {
  const wanted = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  found = rows.filter(
    (row) =>
      (state.severities.size === 0 || state.severities.has(row.severity)) &&
      (!state.connected || row.connections > 0) &&
      wanted.every((word) => row.text.includes(word))
  );
  const column = COLUMNS.find((candidate) => candidate.key === state.sort);
  const sign = state.up ? 1 : -1;
  found.sort((a, b) => {
    const x = column.value(a);
    const y = column.value(b);
    return x < y ? -sign : x > y ? sign : a.number - b.number;
  });
  state.page = Math.max(0, Math.min(state.page, Math.ceil(found.length / PAGE) - 1));
}

function shown() {
  return found.slice(state.page * PAGE, (state.page + 1) * PAGE);
}

function render() {
  find();
  const body = byId('rows');
  body.replaceChildren(...shown().flatMap((row) => rowElements(row)));
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  byId('status').textContent =
    found.length === rows.length
      ? several(rows.length, 'incident')
      : `${number(found.length)} of ${several(rows.length, 'incident')}`;
  byId('page').textContent = `Page ${number(state.page + 1)} of ${number(pages)}`;
  byId('pager').hidden = pages === 1;
  byId('previous').disabled = state.page === 0;
  byId('next').disabled = state.page >= pages - 1;
  byId('table').hidden = found.length === 0;
  for (const column of COLUMNS) {
    const order = state.sort === column.key ? (state.up ? 'ascending' : 'descending') : null;
    const head = byId('column-' + column.key);
    if (order) {
      head.setAttribute('aria-sort', order);
    } else {
      head.removeAttribute('aria-sort');
    }
  }
  expandLabel();
}

function rowElements(row) {
  const isOpen = open.has(row.id);
  const toggle = el(
    'button',
    {
      type: 'button',
      class: 'toggle',
      'aria-expanded': String(isOpen),
      'aria-label': `Details: ${row.severity}, ${row.program} on ${row.host}`,
    },
    el('span', { 'aria-hidden': 'true' }, isOpen ? '▾' : '▸')
  );
  const line = el(
    'tr',
    { class: 'incident ' + row.severity, 'data-id': row.id, role: 'row' },
    COLUMNS.map((column, i) =>
      el(
        i === 2 ? 'th' : 'td',
        {
          class: column.key,
          'data-title': column.title,
          role: i === 2 ? 'rowheader' : 'cell',
          scope: i === 2 ? 'row' : null,
        },
        i === 0 ? [toggle, ' '] : null,
        column.cell(row)
      )
    )
  );
  line.addEventListener('click', (event) => {
    const chosen = String(getSelection()).length > 0 && !toggle.contains(event.target);
    if (!chosen) {
      setOpen(row, line, !open.has(row.id));
      remember();
    }
  });
  return isOpen ? [line, detailElement(row)] : [line];
}

function detailElement(row) {
  const detail = detailOf(row);
  const width = matchMedia('print').matches
    ? PAPER_WIDTH
    : Math.max(300, Math.min(1100, byId('list').clientWidth - 60));
  return el(
    'tr',
    { class: 'details', role: 'row' },
    el(
      'td',
      { colspan: COLUMNS.length, role: 'cell' },
      detail ? incidentDetail(row, detail, width) : 'The end of this page has not been read yet.'
    )
  );
}

function setOpen(row, line, isOpen) {
  const toggle = line.querySelector('.toggle');
  toggle.setAttribute('aria-expanded', String(isOpen));
  toggle.firstChild.textContent = isOpen ? '▾' : '▸';
  if (isOpen && !open.has(row.id)) {
    open.add(row.id);
    line.after(detailElement(row));
  } else if (!isOpen && open.delete(row.id)) {
    line.nextElementSibling.remove();
  }
  expandLabel();
}

function setAllOpen(list, isOpen) {
  const lines = new Map([...byId('rows').children].map((line) => [line.dataset.id, line]));
  for (const row of list) {
    setOpen(row, lines.get(row.id), isOpen);
  }
}

function expandLabel() {
  const all = found.length > 0 && shown().every((row) => open.has(row.id));
  byId('expand').disabled = found.length === 0;
  byId('expand').textContent = (all ? 'Close' : 'Open') + ' all on this page';
}

/* The state in the address. */

function remember() {
  const parts = new URLSearchParams();
  const put = (name, value) => value && parts.set(name, value);
  put('q', state.query);
  put('severity', [...state.severities].join(','));
  put('connected', state.connected ? 'yes' : '');
  put('sort', state.sort === 'risk' && !state.up ? '' : state.sort + (state.up ? '' : '-'));
  put('page', state.page > 0 ? String(state.page + 1) : '');
  put('open', [...open].slice(0, 20).join(','));
  try {
    history.replaceState(null, '', '#' + parts);
  } catch {
    // a page shown by another program may not have an address
  }
}

function recall() {
  const parts = new URLSearchParams(location.hash.slice(1));
  state.query = parts.get('q') ?? '';
  state.severities = new Set(
    (parts.get('severity') ?? '').split(',').filter((name) => SEVERITIES.includes(name))
  );
  state.connected = parts.get('connected') === 'yes';
  const sort = parts.get('sort') ?? 'risk-';
  const key = sort.replace(/-$/, '');
  state.sort = COLUMNS.some((column) => column.key === key) ? key : 'risk';
  state.up = !sort.endsWith('-');
  state.page = Math.max(0, (Number.parseInt(parts.get('page') ?? '1', 10) || 1) - 1);
  open.clear();
  const known = new Set(rows.map((row) => row.id));
  (parts.get('open') ?? '').split(',').forEach((id) => known.has(id) && open.add(id));
  byId('query').value = state.query;
  byId('connected').checked = state.connected;
  for (const box of byId('severities').querySelectorAll('input')) {
    box.checked = state.severities.has(box.value);
  }
}

function change(edit) {
  edit();
  state.page = 0;
  render();
  remember();
}

function turn(pages) {
  state.page += pages;
  render();
  remember();
  byId('incidents').scrollIntoView();
  byId('rows').querySelector('.toggle')?.focus({ preventScroll: true });
}

function sortBy(column) {
  change(() => {
    const isText = column.key !== 'risk' && column.key !== 'connections';
    state.up = state.sort === column.key ? !state.up : isText;
    state.sort = column.key;
  });
}

/* Printing prints what is open, or all when nothing is. */

let openedToPrint = [];
let textsToPrint = [];

addEventListener('beforeprint', () => {
  if (open.size === 0) {
    openedToPrint = shown().slice(0, PRINTED);
    setAllOpen(openedToPrint, true);
  }
  textsToPrint = [...document.querySelectorAll('.as-text:not([open])')];
  textsToPrint.forEach((text) => (text.open = true));
});

addEventListener('afterprint', () => {
  textsToPrint.forEach((text) => (text.open = false));
  setAllOpen(openedToPrint, false);
  openedToPrint = [];
});

function setUp() {
  for (const column of COLUMNS) {
    const button = el('button', { type: 'button' }, column.title);
    button.addEventListener('click', () => sortBy(column));
    byId('columns').append(
      el('th', { id: 'column-' + column.key, scope: 'col', role: 'columnheader' }, button)
    );
  }
  for (const severity of SEVERITIES) {
    const count = rows.filter((row) => row.severity === severity).length;
    const box = el('input', { type: 'checkbox', value: severity });
    box.addEventListener('change', () =>
      change(() => {
        if (box.checked) {
          state.severities.add(severity);
        } else {
          state.severities.delete(severity);
        }
      })
    );
    byId('severities').append(el('label', null, box, ` ${severity} (${number(count)})`));
  }
  byId('query').addEventListener('input', () => change(() => (state.query = byId('query').value)));
  byId('connected').addEventListener('change', () =>
    change(() => (state.connected = byId('connected').checked))
  );
  byId('expand').addEventListener('click', () => {
    setAllOpen(shown(), !shown().every((row) => open.has(row.id)));
    remember();
  });
  byId('previous').addEventListener('click', () => turn(-1));
  byId('next').addEventListener('click', () => turn(1));
  addEventListener('hashchange', () => {
    if (location.hash.includes('=')) {
      recall();
      render();
    }
  });
}

setUp();
recall();
byId('list').hidden = false;
render();
addEventListener('DOMContentLoaded', () => open.size > 0 && render());
