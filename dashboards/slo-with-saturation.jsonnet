// The SLO board of nines with one more panel below: what the team looks at when the budget burns.
//
//   nines dashboards render dashboards/slo-with-saturation.jsonnet -J vendor
local g = import 'g.libsonnet';
local slos = import '../generated/mixin.libsonnet';

local saturation =
  g.panel.timeSeries.new('Connections in use')
  + g.panel.timeSeries.panelOptions.withDescription('How full the pool of database connections is.')
  + g.panel.timeSeries.standardOptions.withUnit('percentunit')
  + g.panel.timeSeries.standardOptions.withMin(0)
  + g.panel.timeSeries.queryOptions.withTargets([
    g.query.prometheus.new('$datasource', 'db_connections_in_use{job="$service"} / db_connections_max{job="$service"}')
    + g.query.prometheus.withLegendFormat('{{instance}}'),
  ]);

local board = slos.grafanaDashboards['nines-slo.json'];
local bottom = std.foldl(std.max, [panel.gridPos.y + panel.gridPos.h for panel in board.panels], 0);
local highest = std.foldl(std.max, [panel.id for panel in board.panels], 0);

board {
  uid: 'slo-with-saturation',
  title: board.title + ', with saturation',
  panels+: [saturation { id: highest + 1, gridPos: { x: 0, y: bottom, w: 24, h: 8 } }],
}
