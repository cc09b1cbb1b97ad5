-- The total of a night, month or year, from the mart that has it.
with totals as (
    select 'night' as granularity, night_of as period_start, * exclude (night_of) from mart.nightly_totals
    union all by name
    select 'month' as granularity, month as period_start, * exclude (month) from mart.monthly_totals
    union all by name
    select 'year' as granularity, make_date(year, 1, 1) as period_start, * exclude (year) from mart.yearly_totals
)

select
    launched,
    launched_low,
    launched_high,
    launched_unknown,
    intercepted,
    lost,
    neutralised,
    rate_launched,
    rate_neutralised,
    interception_wording,
    reports,
    neutralised_rate_pct
from totals
where granularity = $granularity and period_start = $first and weapon_group = $weapon_group
order by period_start
