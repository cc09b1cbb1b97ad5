select
    year(totals.period_start)::integer as year,
    totals.weapon_group,
    totals.launched,
    totals.launched_low,
    totals.launched_high,
    totals.launched_unknown,
    totals.intercepted,
    totals.lost,
    totals.neutralised,
    totals.neutralised_rate_pct,
    totals.rate_launched,
    totals.rate_neutralised,
    totals.interception_wording,
    totals.reports,
    by_start.launched as launched_by_start_date,
    totals.nights_with_attack,
    totals.nights_covered,
    totals.peak_night,
    totals.peak_launched,
    totals.change_pct,
    totals.is_partial_period,
    doubles.possible_double_count,
    doubles.overlap_minutes
from period_totals('year') as totals
left join mart.totals_by_rule as by_start
    on by_start.rule_id = 'start_date'
    and by_start.granularity = 'year'
    and by_start.period_start = totals.period_start
    and by_start.weapon_group = totals.weapon_group
left join double_counts('year') as doubles
    on doubles.period_start = totals.period_start
    and doubles.weapon_group = totals.weapon_group
order by year, totals.weapon_group
