// A board of one team's own: the budgets of its services on one chart, their burn on the other.
//
//   jb install
//   nines dashboards render dashboards/team.jsonnet -J vendor > team.json
//   nines dashboards push team.json --no-teams --grafana https://grafana.example --token-file token
local g = import 'g.libsonnet';

local team = 'team-shop';

local source = g.dashboard.variable.datasource.new('datasource', 'prometheus');
local service =
  g.dashboard.variable.query.new('service')
  + g.dashboard.variable.query.withDatasourceFromVariable(source)
  + g.dashboard.variable.query.queryTypes.withLabelValues('slo_service', 'slo_info{owner="%s"}' % team)
  + g.dashboard.variable.query.selectionOptions.withMulti()
  + g.dashboard.variable.query.selectionOptions.withIncludeAll();

local chart(title, description, unit, expr) =
  g.panel.timeSeries.new(title)
  + g.panel.timeSeries.panelOptions.withDescription(description)
  + g.panel.timeSeries.standardOptions.withUnit(unit)
  + g.panel.timeSeries.fieldConfig.defaults.custom.withFillOpacity(10)
  + g.panel.timeSeries.queryOptions.withTargets([
    g.query.prometheus.new('$datasource', expr)
    + g.query.prometheus.withLegendFormat('{{slo_id}}'),
  ]);

g.dashboard.new('Budgets of ' + team)
+ g.dashboard.withUid('budgets-' + team)
+ g.dashboard.withDescription('What is left of the error budgets of %s, and how fast it goes.' % team)
+ g.dashboard.withTags(['nines-team'])
+ g.dashboard.time.withFrom('now-7d')
+ g.dashboard.graphTooltip.withSharedCrosshair()
+ g.dashboard.withVariables([source, service])
+ g.dashboard.withPanels(
  g.util.grid.makeGrid([
    chart(
      'Budget remaining',
      'The share of the error budget that is left; below zero it is overspent.',
      'percentunit',
      'slo:period_error_budget_remaining:ratio{slo_service=~"$service"}',
    ),
    chart(
      'Burn rate',
      'At 1 the budget lasts exactly as long as its window.',
      'none',
      'slo:current_burn_rate:ratio{slo_service=~"$service"}',
    ),
  ], panelWidth=12, panelHeight=10)
)
