select
    period_start as week_start,
    weapon_group,
    launched,
    launched_low,
    launched_high,
    launched_unknown,
    intercepted,
    lost,
    neutralised,
    neutralised_rate_pct,
    rate_launched,
    rate_neutralised,
    interception_wording,
    reports,
    nights_with_attack,
    nights_covered,
    peak_night,
    peak_launched,
    change_pct,
    is_partial_period
from period_totals('week')
order by week_start, weapon_group
