select
    totals.period_start as month,
    totals.weapon_group,
    totals.launched,
    totals.launched_null_reason,
    totals.launched_low,
    totals.launched_high,
    totals.launched_high_null_reason,
    totals.launched_unknown,
    totals.launched_wording,
    totals.intercepted,
    totals.intercepted_null_reason,
    totals.lost,
    totals.lost_null_reason,
    totals.neutralised,
    totals.neutralised_rate_pct,
    totals.neutralised_rate_pct_null_reason,
    totals.rate_launched,
    totals.rate_launched_null_reason,
    totals.rate_neutralised,
    totals.interception_wording,
    totals.reports,
    by_start.launched as launched_by_start_date,
    if(by_start.rule_id is null, 'no_report', by_start.launched_null_reason) as launched_by_start_date_null_reason,
    totals.nights_with_attack,
    totals.nights_covered,
    totals.peak_night,
    totals.peak_launched,
    totals.change_pct,
    totals.change_pct_null_reason,
    totals.is_partial_period,
    doubles.possible_double_count,
    case when doubles.period_start is null then 'no_report' when doubles.possible_double_count is null then 'not_stated' end
        as possible_double_count_null_reason,
    doubles.overlap_minutes,
    case when doubles.period_start is null then 'no_report' when doubles.overlap_minutes is null then 'not_stated' end
        as overlap_minutes_null_reason
from period_totals('month') as totals
left join mart.totals_by_rule as by_start
    on by_start.rule_id = 'start_date'
    and by_start.granularity = 'month'
    and by_start.period_start = totals.period_start
    and by_start.weapon_group = totals.weapon_group
left join double_counts('month') as doubles
    on doubles.period_start = totals.period_start
    and doubles.weapon_group = totals.weapon_group
order by month, totals.weapon_group
