/* The details of one incident. */

function incidentDetail(row, detail, width) {
  const exfil = detail.exfil;
  const parts = [
    caveats(detail, row),
    timelinePart(detail, row, width),
    el('div', { class: 'pair' }, takenPart(exfil), destinationPart(exfil)),
    guidePart(exfil),
    programPart(detail),
    part('Process tree', processTree(detail)),
    el('div', { class: 'pair' }, riskPart(exfil), rulesPart(exfil, detail)),
    telemetryPart(detail),
    el('p', { class: 'ids' }, 'Incident ', code(row.id), ' · alert ', code(detail.event?.id)),
  ];
  return el(
    'section',
    { class: 'detail', 'aria-label': 'Details of ' + row.program + ' on ' + row.host },
    el('h3', null, foreign(detail.message)),
    parts
  );
}

function part(title, ...content) {
  const known = content.flat().filter((item) => item);
  return known.length === 0 ? null : el('section', { class: 'part' }, el('h4', null, title), known);
}

/** Terms and what is known of them; nothing of what isn't. */
function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return known.length === 0
    ? null
    : el(
        'dl',
        null,
        known.map(([term, value]) => [
          el('dt', null, term),
          el('dd', null, typeof value === 'string' ? foreign(value) : value),
        ])
      );
}

function list(values) {
  return values && values.length > 0
    ? values.map((value, i) => [i > 0 ? ', ' : null, code(value)]).flat()
    : null;
}

function caveats(detail, row) {
  const exfil = detail.exfil;
  const notes = [];
  if (exfil.summary) {
    notes.push('It stands for all incidents of its host in a time with too many of them.');
  }
  if (row.standsFor) {
    notes.push(
      `It stands for ${several(row.standsFor, 'more incident')} like it, which are not listed.`
    );
  }
  if (exfil.missing?.includes('start')) {
    notes.push('The start of the process was not seen: it ran before, or the sensor missed it.');
  }
  if (exfil.network_telemetry === false) {
    notes.push('The host sends no connections, so that none was seen proves nothing.');
  }
  if (exfil.late_first_connection) {
    notes.push('Its first connection came late: the program waits for requests.');
  }
  if (exfil.clock_ahead) {
    notes.push('A clock was ahead: some records stand at the time of their arrival.');
  }
  if (exfil.cut || exfil.timeline_cut) {
    notes.push('It did more than is remembered: some processes, names or destinations are cut.');
  }
  return notes.length === 0
    ? null
    : el('ul', { class: 'caveats' }, notes.map((note) => el('li', null, note)));
}

function timelinePart(detail, row, width) {
  const entries = detail.exfil.timeline ?? [];
  if (entries.length === 0) {
    return null;
  }
  const { picture, hidden } = timelinePicture(entries, row.program + ' on ' + row.host, width);
  return part(
    'Timeline',
    legend(),
    picture,
    hidden > 0 ? el('p', null, `${several(hidden, 'more lane')} in the text only.`) : null,
    el('details', { class: 'as-text' }, el('summary', null, 'The same as text'), timelineText(entries))
  );
}

function takenPart(exfil) {
  const source = exfil.source ?? {};
  const targeted = exfil.targeted ?? {};
  const filters = Object.entries(exfil.filters ?? {}).map(([name, value]) => [
    title(name),
    Array.isArray(value) ? list(value) : code(value),
  ]);
  return part(
    'What was targeted',
    facts([
      ['Command', exfil.command && [code(exfil.command), exfil.dry_run ? ' (dry run)' : null]],
      ['Direction', words(exfil.direction ?? 'unknown')],
      ['From', (source.path || source.remote) && code(joined(source))],
      ['File server', source.host],
      ['Kinds', targeted.everything ? 'everything' : targeted.categories?.map(words).join(', ')],
      ['Extensions', list(targeted.extensions)],
      ['Patterns', list(targeted.globs)],
      ['Except', list(targeted.except)],
      ...filters,
      ['Pace', exfil.pace && list(Object.entries(exfil.pace).map(([k, v]) => `${words(k)} ${v}`))],
      ['Hiding', exfil.hiding?.map(words).join(', ')],
    ])
  );
}

function joined(place) {
  return (place.remote ? place.remote + ':' : '') + (place.path ?? '');
}

const MATCHES = {
  declared: 'it connected where the command line says',
  known_storage: 'it connected to a known storage service, which the command line does not name',
  public: 'it connected to a public address that is no known storage',
  internal: 'it connected inside the organisation only',
};

function destinationPart(exfil) {
  const to = exfil.destination ?? {};
  const { observed, kind, remote, ...rest } = to;
  const connections = exfil.connections ?? {};
  return part(
    'Where it went',
    facts([
      ['Declared', remote && code(remote)],
      ...Object.entries(rest)
        .filter(([, value]) => typeof value !== 'object')
        .map(([name, value]) => [title(name), code(value)]),
      ['Observed', observed && [observed.provider, words(observed.kind ?? '')].join(' ')],
      ['Compared', MATCHES[exfil.backend_match]],
      ['Sent', connections.bytes_sent !== undefined ? bytes(connections.bytes_sent) : null],
    ]),
    connections.count > 0
      ? destinations(connections)
      : el('p', null, 'No outbound connection was seen.')
  );
}

function destinations(connections) {
  const shown = connections.destinations.slice(0, 20);
  const more = connections.destinations.length - shown.length;
  return [
    el(
      'table',
      { class: 'destinations' },
      el(
        'thead',
        null,
        el(
          'tr',
          null,
          ['Host', 'Address', 'Service'].map((name) => el('th', { scope: 'col' }, name)),
          el('th', { scope: 'col', class: 'number' }, 'Connections')
        )
      ),
      el(
        'tbody',
        null,
        shown.map((to) =>
          el(
            'tr',
            null,
            el('td', null, foreign(to.domain ?? '–')),
            el('td', null, foreign((to.ip ?? '–') + (to.port ? ' port ' + to.port : ''))),
            el('td', null, foreign(to.provider ?? words(to.scope ?? ''))),
            el('td', { class: 'number' }, number(to.count))
          )
        )
      )
    ),
    more > 0 ? el('p', null, several(more, 'more destination') + ' in the alert.') : null,
  ];
}

function programPart(detail) {
  const process = detail.process ?? {};
  const pe = process.pe ?? {};
  const tool = detail.exfil.tool ?? {};
  const user = detail.user ?? {};
  return part(
    'Program',
    process.command_line ? el('pre', null, foreign(process.command_line)) : null,
    facts([
      ['File', process.executable && code(process.executable)],
      ['Recognised by', tool.evidence?.map(words).join(', ')],
      ['Renamed', tool.renamed ? 'yes' : 'no'],
      ['Version data', [pe.original_file_name, pe.product, pe.file_version].filter(Boolean).join(', ')],
      ['User', [user.domain, user.name].filter(Boolean).join('\\')],
      ['Working directory', process.working_directory && code(process.working_directory)],
      ['SHA-256', process.hash?.sha256 && code(process.hash.sha256)],
      ['MD5', !process.hash?.sha256 && process.hash?.md5 && code(process.hash.md5)],
      ['Reported by', detail.exfil.sources?.join(', ')],
    ].map(([term, value]) => [term, value || null]))
  );
}

function riskPart(exfil) {
  const risk = exfil.risk ?? {};
  return part(
    `Risk ${risk.score}: ${risk.severity}`,
    el(
      'table',
      null,
      el(
        'thead',
        null,
        el(
          'tr',
          null,
          el('th', { scope: 'col', class: 'number' }, 'Points'),
          el('th', { scope: 'col' }, 'Why')
        )
      ),
      el(
        'tbody',
        null,
        (risk.factors ?? []).map((factor) =>
          el(
            'tr',
            null,
            el('td', { class: 'number' }, (factor.points > 0 ? '+' : '') + factor.points),
            el('td', null, foreign(factor.why))
          )
        )
      )
    ),
    risk.not_assessed
      ? el('p', null, 'Not assessed: ' + risk.not_assessed.map(words).join(', ') + '.')
      : null
  );
}

function rulesPart(exfil, detail) {
  return part(
    'Rules that matched',
    el(
      'ul',
      null,
      (exfil.rules ?? []).map((rule) =>
        el(
          'li',
          null,
          el('strong', null, foreign(rule.title)),
          ` (${rule.level})`,
          facts(Object.entries(rule.matched ?? {}).map(([field, value]) => [field, code(value)]))
        )
      )
    ),
    detail.techniques
      ? el(
          'p',
          null,
          'ATT&CK: ',
          Object.entries(detail.techniques)
            .map(([id, name]) => id + ' ' + name)
            .join('; ')
        )
      : null
  );
}

/** The guide of the alert; without one the questions of its rule. */
function guidePart(exfil) {
  const guide = exfil.guide;
  if (!guide) {
    return part(
      'Questions to answer',
      exfil.questions && el('ol', null, exfil.questions.map((q) => el('li', null, foreign(q)))),
      exfil.collect && el('p', null, 'Collect: ', list(exfil.collect))
    );
  }
  const texts = (kind, values) =>
    values?.length > 0 ? el(kind, null, values.map((text) => el('li', null, prose(text)))) : null;
  const under = (name, content) => (content ? [el('h5', null, name), content] : null);
  return part(
    'Investigation guide',
    under('Response', texts('ol', guide.response)),
    under('Questions', guide.questions && el('ul', null, guide.questions.map(question))),
    guide.queries_left_out ? el('p', null, 'The alert has the queries to run.') : null,
    under('Collect from the host', guide.collect && el('p', null, list(guide.collect))),
    under('What was seen', texts('ul', guide.seen))
  );
}

function question(asked) {
  return el(
    'li',
    null,
    el('strong', null, prose(asked.question)),
    ' ',
    asked.answer ? prose(asked.answer) : el('span', { class: 'chip' }, 'open'),
    asked.query ? queries(asked.query) : null
  );
}

const LANGUAGES = { esql: 'ES|QL', eql: 'EQL', kql: 'KQL', spl: 'SPL' };

function queries(byLanguage) {
  return el(
    'details',
    { class: 'queries' },
    el('summary', null, 'Queries'),
    Object.entries(byLanguage).map(([language, query]) => [
      el('p', { class: 'language' }, LANGUAGES[language] ?? language),
      el('pre', null, foreign(query)),
    ])
  );
}

/** One line of Markdown, of which only code spans mean anything. */
function prose(text) {
  const parts = [];
  let rest = String(text);
  for (let open = /`+/.exec(rest); open; open = /`+/.exec(rest)) {
    const fence = open[0];
    const from = open.index + fence.length;
    const close = [...rest.slice(from).matchAll(/`+/g)].find((run) => run[0] === fence);
    if (!close) {
      break;
    }
    const inner = rest.slice(from, from + close.index);
    const padded = /^ .*[^ ].* $/s.test(inner);
    parts.push(rest.slice(0, open.index), code(padded ? inner.slice(1, -1) : inner));
    rest = rest.slice(from + close.index + fence.length);
  }
  return [...parts, rest];
}

function telemetryPart(detail) {
  const sent = detail.telemetry;
  if (!sent) {
    return null;
  }
  const kinds = {
    starts: 'process starts',
    ends: 'process ends',
    connections: 'connections',
    names: 'name queries',
  };
  const missing = Object.keys(kinds).filter((kind) => sent[kind] === 0);
  const seen = Object.keys(kinds).filter((kind) => sent[kind] > 0);
  return part(
    'Telemetry of this host',
    el(
      'p',
      null,
      'In the whole hunt it sent ',
      seen.map((kind) => number(sent[kind]) + ' ' + kinds[kind]).join(', ') || 'nothing',
      missing.length > 0
        ? el('strong', null, '; no ' + missing.map((kind) => kinds[kind]).join(', no '))
        : null,
      '.'
    )
  );
}
