/* What happened when: as a picture, as text, and as a tree of processes. */

const LANES = { process: 8, destination: 12 };

/** One lane for each process, and one for each name or address with its queries and connections. */
function lanesOf(entries) {
  const lanes = new Map();
  for (const entry of entries) {
    const isProcess = entry.kind === 'start' || entry.kind === 'seen' || entry.kind === 'end';
    const key = isProcess
      ? 'process ' + (entry.entity_id ?? entry.pid)
      : 'to ' + (entry.domain ?? entry.ip).toLowerCase();
    if (!lanes.has(key)) {
      lanes.set(key, { isProcess, label: laneLabel(entry, isProcess), entries: [] });
    }
    lanes.get(key).entries.push(entry);
  }
  return [...lanes.values()];
}

function laneLabel(entry, isProcess) {
  return isProcess
    ? (entry.name ?? 'process') + (entry.pid ? ' (pid ' + entry.pid + ')' : '')
    : entry.domain ?? entry.ip;
}

const at = (iso) => Date.parse(iso);

function timelinePicture(entries, title, width) {
  const all = lanesOf(entries);
  const lanes = [
    ...all.filter((lane) => lane.isProcess).slice(0, LANES.process),
    ...all.filter((lane) => !lane.isProcess).slice(0, LANES.destination),
  ];
  const begin = Math.min(...entries.map((entry) => at(entry.time)));
  const last = Math.max(...entries.map((entry) => at(entry.last ?? entry.time)));
  const span = Math.max(last - begin, 1000);
  const left = 10;
  const right = width - 14;
  const x = (time) => left + ((time - begin) / span) * (right - left);
  const laneHeight = 36;
  const height = lanes.length * laneHeight + 34;
  const id = 'picture-' + (timelinePicture.count = (timelinePicture.count ?? 0) + 1);
  const picture = svg(
    'svg',
    {
      class: 'timeline',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': id + ' ' + id + '-text',
    },
    svg('title', { id }, 'Timeline: ' + title),
    svg('desc', { id: id + '-text' }, summaryOf(entries, span)),
    ticks(begin, span, x, height, width)
  );
  lanes.forEach((lane, i) => picture.append(laneOf(lane, i * laneHeight, x, right, begin)));
  return { picture, hidden: all.length - lanes.length };
}

function summaryOf(entries, span) {
  const of = (kind) => entries.filter((entry) => entry.kind === kind).length;
  const processes = of('start') + of('seen');
  return (
    `${several(processes, 'process', 'processes')}, ${several(of('dns'), 'name')} asked for, ` +
    `${several(of('connection'), 'destination')} connected to, ${several(of('end'), 'end')}, ` +
    `within ${duration(span)}. The same as text follows.`
  );
}

function laneOf(lane, top, x, right, begin) {
  const y = top + 23;
  const group = svg('g', { class: lane.isProcess ? 'process' : 'destination' });
  const label = svg('text', { x: 10, y: top + 13, class: 'lane-label' });
  label.append(lane.label);
  group.append(svg('line', { class: 'track', x1: 10, x2: right, y1: y, y2: y }), label);
  if (lane.isProcess) {
    processMarks(lane.entries, group, y, x, right, begin);
  } else {
    let count = 0;
    for (const entry of lane.entries) {
      const from = x(at(entry.time));
      if (entry.kind === 'dns') {
        group.append(svg('path', { class: 'dns', d: `M${from - 6} ${y}l6 -6 6 6 -6 6z` }));
      } else {
        count += entry.count ?? 1;
        const to = Math.max(x(at(entry.last ?? entry.time)), from + 3);
        group.append(
          svg('rect', { class: 'bar', x: from, y: y - 4, width: to - from, height: 8, rx: 1.5 })
        );
      }
    }
    if (count > 0) {
      label.append(' · ' + several(count, 'connection'));
    }
  }
  return group;
}

function processMarks(entries, group, y, x, right, begin) {
  const start = entries.find((entry) => entry.kind !== 'end');
  const end = entries.find((entry) => entry.kind === 'end');
  const from = start ? x(at(start.time)) : x(begin);
  const to = end ? Math.max(x(at(end.time)), from + 3) : right;
  group.append(
    svg('rect', {
      class: end ? 'bar' : 'bar open-end',
      x: from,
      y: y - 5,
      width: Math.max(to - from, 3),
      height: 10,
      rx: 1.5,
    })
  );
  if (start?.kind === 'start') {
    group.append(svg('circle', { class: 'start', cx: from, cy: y, r: 6 }));
  }
  if (end) {
    group.append(svg('rect', { class: 'end', x: to - 5, y: y - 6, width: 10, height: 12 }));
  }
}

/** A handful of round times. */
function ticks(begin, span, x, height, width) {
  const steps = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    172800, 604800,
  ].map((seconds) => seconds * 1000);
  const most = Math.max(2, Math.floor(width / 130));
  const step = steps.find((candidate) => span / candidate <= most) ?? span;
  const group = svg('g', { class: 'axis', 'aria-hidden': 'true' });
  for (let time = Math.ceil(begin / step) * step; time <= begin + span; time += step) {
    const iso = new Date(time).toISOString();
    const label = step >= 86400000 ? iso.slice(5, 10) : iso.slice(11, step < 60000 ? 19 : 16);
    const place = x(time);
    const anchor = place < 40 ? 'start' : place > width - 60 ? 'end' : 'middle';
    group.append(
      svg('line', { x1: place, x2: place, y1: 2, y2: height - 22 }),
      svg('text', { x: place, y: height - 8, 'text-anchor': anchor }, label)
    );
  }
  return group;
}

function legend() {
  const sign = (shape, text) =>
    el(
      'li',
      null,
      svg('svg', { viewBox: '0 0 22 14', width: 22, height: 14, 'aria-hidden': 'true' }, shape),
      text
    );
  const process = (shape) => svg('g', { class: 'process' }, shape);
  const destination = (shape) => svg('g', { class: 'destination' }, shape);
  return el(
    'ul',
    { class: 'legend' },
    sign(process(svg('circle', { class: 'start', cx: 11, cy: 7, r: 6 })), 'process start'),
    sign(process(svg('rect', { class: 'bar', x: 0, y: 2, width: 22, height: 10 })), 'it runs'),
    sign(process(svg('rect', { class: 'end', x: 6, y: 1, width: 10, height: 12 })), 'its end'),
    sign(destination(svg('path', { class: 'dns', d: 'M5 7l6 -6 6 6 -6 6z' })), 'name asked for'),
    sign(
      destination(svg('rect', { class: 'bar', x: 0, y: 3, width: 22, height: 8 })),
      'first to last connection'
    )
  );
}

function timelineText(entries) {
  const first = at(entries[0].time);
  return el(
    'table',
    { class: 'steps' },
    el(
      'thead',
      null,
      el(
        'tr',
        null,
        el('th', { scope: 'col' }, 'Time (UTC)'),
        el('th', { scope: 'col', class: 'number' }, 'After'),
        el('th', { scope: 'col' }, 'What')
      )
    ),
    el(
      'tbody',
      null,
      entries.map((entry) =>
        el(
          'tr',
          null,
          el('td', null, el('time', { datetime: entry.time }, stepTime(entry, entries[0]))),
          el('td', { class: 'number' }, '+' + duration(at(entry.time) - first)),
          el('td', null, step(entry))
        )
      )
    )
  );
}

/** With its date where that changes. */
function stepTime(entry, first) {
  const sameDay = entry.time.slice(0, 10) === first.time.slice(0, 10);
  return (sameDay && entry !== first ? '' : entry.time.slice(0, 10) + ' ') + clock(entry.time);
}

function step(entry) {
  const program = [foreign(entry.name ?? 'a process'), entry.pid ? ` (pid ${entry.pid})` : null];
  switch (entry.kind) {
    case 'start':
      return [...program, ' started', entry.command_line ? [': ', code(entry.command_line)] : null];
    case 'seen':
      return [...program, ' was running; its start was not seen'];
    case 'end':
      return [...program, ' ended'];
    case 'dns':
      return [
        'asked for ',
        code(entry.domain),
        entry.ips ? [' and was told ', foreign(entry.ips.join(', '))] : null,
        entry.count > 1 ? `; ${number(entry.count)} times until ${clock(entry.last)}` : null,
      ];
    default:
      return [
        'connected to ',
        code(entry.domain ?? entry.ip),
        entry.domain && entry.ip ? [' at ', foreign(entry.ip)] : null,
        entry.port ? ` port ${entry.port}` : null,
        entry.count > 1 ? `; ${number(entry.count)} times until ${clock(entry.last)}` : null,
      ];
  }
}

/** The parent of the process, the process, and the children that it is known to have started. */
function processTree(detail) {
  const main = detail.process ?? {};
  const nodes = (detail.exfil.timeline ?? [])
    .filter((entry) => entry.kind === 'start' || entry.kind === 'seen')
    .map((entry) => ({ ...entry, children: [] }));
  if (!nodes.some((node) => isSame(node, main))) {
    nodes.unshift({
      ...main,
      parent_entity_id: main.parent?.entity_id,
      parent_pid: main.parent?.pid,
      children: [],
    });
  }
  const roots = [];
  for (const node of nodes) {
    const parent = nodes.find((other) => other !== node && isParent(other, node));
    (parent && !descends(parent, node) ? parent.children : roots).push(node);
  }
  const top = main.parent
    ? [
        { ...main.parent, isParent: true, children: roots.filter((r) => isParent(main.parent, r)) },
        ...roots.filter((root) => !isParent(main.parent, root)),
      ]
    : roots;
  return branch(top, main);
}

function isSame(node, process) {
  return node.entity_id && process.entity_id
    ? node.entity_id === process.entity_id
    : Boolean(node.pid) && node.pid === process.pid;
}

function isParent(parent, child) {
  return parent.entity_id && child.parent_entity_id
    ? parent.entity_id === child.parent_entity_id
    : Boolean(parent.pid) && parent.pid === child.parent_pid;
}

/** Whether node is below other, so that hostile ids can't make a circle. */
function descends(node, other) {
  return node === other || other.children.some((child) => descends(node, child));
}

function branch(nodes, main) {
  return el(
    'ul',
    { class: 'tree' },
    nodes.map((node) =>
      el(
        'li',
        null,
        el(
          'span',
          { class: isSame(node, main) ? 'node main' : 'node' },
          el('strong', null, foreign(node.name ?? 'process')),
          node.pid ? ` pid ${node.pid}` : null,
          node.isParent ? ' (parent)' : isSame(node, main) ? ' (this incident)' : null
        ),
        node.command_line || node.executable
          ? el('code', { class: 'line' }, foreign(node.command_line ?? node.executable))
          : null,
        node.children.length > 0 ? branch(node.children, main) : null
      )
    )
  );
}
