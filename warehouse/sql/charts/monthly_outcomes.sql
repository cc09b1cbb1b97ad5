-- One row per month of the calendar: launched, its bounds and its outcomes, as far as nights give both numbers. Launched is
-- NULL in a month without a counted report. Shot down and lost are of nights under the older wording, neutralised of all.
with outcomes as (
    select
        date_trunc('month', night_of)::date as month,
        sum(rate_neutralised) filter (where interception_wording = 'shot_down') as apart,
        sum(lost) filter (where interception_wording = 'shot_down') as lost,
        sum(rate_neutralised) filter (where interception_wording != 'shot_down') as merged
    from mart.nightly_totals
    where weapon_group = 'shahed_type'
    group by all
)
select
    coverage.month,
    totals.launched::double as launched,
    totals.launched_low::double as launched_low,
    totals.launched_high::double as launched_high,
    greatest(coalesce(outcomes.apart, 0) - coalesce(outcomes.lost, 0), 0)::double as shot_down,
    least(coalesce(outcomes.lost, 0), coalesce(outcomes.apart, 0))::double as lost,
    coalesce(outcomes.merged, 0)::double as merged,
    totals.intercepted::double as intercepted,
    totals.neutralised_rate_pct,
    totals.rate_launched::double as rate_launched,
    totals.rate_neutralised::double as rate_neutralised,
    totals.interception_wording,
    totals.possible_double_count::double as possible_double_count,
    coalesce(totals.is_partial_period, false) as is_partial_period,
    day(last_day(coverage.month)) as days
from mart.coverage as coverage
left join mart.monthly_totals as totals on totals.month = coverage.month and totals.weapon_group = 'shahed_type'
left join outcomes on outcomes.month = coverage.month
order by coverage.month
