# Written by nines compile: edit the definitions and compile again, not this file.
# A monitoring mixin: the same rules, alerts and boards for those who live in jsonnet.
#
#   local slos = import 'generated/mixin.libsonnet';
#   slos.prometheusAlerts + slos.prometheusRules

local margin = '';
// Reads the rule files beside this file, in the one form that nines compile writes them: it writes them anew as JSON,
// by functions that every jsonnet has built in, and lets that be parsed. Objects and std.split would take minutes.
local replaced(text, from, to) = std.strReplace(text, from, to);
// In pieces: each thing that is replaced moves what follows it.
local piece = 2048;
local escapedPiece(text) =
  replaced(replaced(replaced(replaced(text, '\\', '\\\\'), '"', '\\"'), '\n', '\\n'), '\t', '\\t');
local escaped(text) =
  if std.length(text) <= piece then escapedPiece(text)
  else std.join('', [
    escapedPiece(std.substr(text, at * piece, piece))
    for at in std.range(0, std.floor(std.length(text) / piece))
  ]);
local cut(text, at) =
  std.parseJson('["' + replaced(escaped(replaced(text, at, '\u0001')), '\u0001', '","') + '"]');
local from(text, at) = std.substr(text, at, std.length(text));
local isQuoted(text) = std.substr(text, 0, 1) == '"';
local isInner(line) = std.substr(line, 0, 2) == '  ';
local json(word) = if isQuoted(word) then word else '"' + escaped(word) + '"';
local pair(line, inner) =
  local key = if isQuoted(line) then cut(line, '"')[1] else cut(line, ':')[0];
  local value = from(line, std.length(key) + if isQuoted(line) then 4 else 2);
  '"' + key + '":' + (
    if value == '|-' then json(std.join('\n', [from(each, 2) for each in inner]))
    else if value == '' then '{' + std.join(',', [pair(from(each, 2), []) for each in inner]) + '}'
    else json(value)
  );
local rule(text) =
  local lines = cut(text, '\n' + margin + '        ');
  local count = std.length(lines);
  local starts = [at for at in std.range(0, count - 1) if !isInner(lines[at])] + [count];
  local innerOf(at) = [lines[line] for line in std.range(starts[at] + 1, starts[at + 1] - 1)];
  '{' + std.join(',', [pair(lines[starts[at]], innerOf(at)) for at in std.range(0, std.length(starts) - 2)]) + '}';
local group(text) =
  local parts = cut(text, '\n' + margin + '      - ');
  local head = cut(parts[0], '\n');
  local rules = [rule(parts[at]) for at in std.range(1, std.length(parts) - 1)];
  '{"name":' + json(head[0]) + ',' + pair(from(head[1], std.length(margin) + 4), []) +
  ',"rules":[' + std.join(',', rules) + ']}';
local groupsOf(text) =
  local parts = cut(std.substr(text, 0, std.length(text) - 1), '\n' + margin + '  - name: ');
  std.parseJson('[' + std.join(',', [group(parts[at]) for at in std.range(1, std.length(parts) - 1)]) + ']');
local only(kind, groups, name) = [
  each { name: name(each.name), rules: each.found }
  for each in [each { found:: [one for one in each.rules if std.objectHas(one, kind)] } for each in groups]
  if std.length(each.found) > 0
];
local groups = std.flattenArrays([groupsOf(text) for text in [
  importstr 'rules/production/bookshop.yaml',
  importstr 'rules/production/checkout.yaml',
  importstr 'rules/production/database.yaml',
  importstr 'rules/production/payments.yaml',
  importstr 'rules/production/search.yaml',
]]);
{
  grafanaDashboards+:: {
    'nines-overview.json': import 'dashboards/nines-overview.json',
    'nines-service.json': import 'dashboards/nines-service.json',
    'nines-slo.json': import 'dashboards/nines-slo.json',
    'nines-journeys.json': import 'dashboards/nines-journeys.json',
    'nines-alerts.json': import 'dashboards/nines-alerts.json',
    'nines-itself.json': import 'dashboards/nines-itself.json',
  },
  prometheusRules+:: { groups+: only('record', groups, function(name) name) },
  // By another name: both halves of a group may stand in one file, where names must differ.
  prometheusAlerts+:: { groups+: only('alert', groups, function(name) name + '.alerts') },
}
