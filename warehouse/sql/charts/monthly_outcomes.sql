-- One row per month of the calendar: launched, its bounds and its outcomes, as far as nights give both numbers. Launched is
-- NULL in a month without a counted report. Shot down and lost are of nights under the older wording, neutralised of all. The
-- rate lies between what it is with and without the reports of regional commands, and what it would be if every drone that may
-- have been counted twice had been; each of these shares is of drones launched and neutralised in the same reports.
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
    least(totals.neutralised_rate_pct, rates.without_regional) as rate_low_pct,
    greatest(totals.neutralised_rate_pct, rates.without_regional, rates.without_repeated) as rate_high_pct,
    coalesce(totals.is_partial_period, false) as is_partial_period,
    day(last_day(coverage.month)) as days
from mart.coverage as coverage
left join mart.monthly_totals as totals on totals.month = coverage.month and totals.weapon_group = 'shahed_type'
left join mart.totals_by_rule as national
    on national.period_start = coverage.month
    and national.granularity = 'month'
    and national.rule_id = 'national_only'
    and national.weapon_group = 'shahed_type'
left join outcomes on outcomes.month = coverage.month
left join lateral (
    select
        round(100.0 * national.rate_neutralised / nullif(national.rate_launched, 0), 2) as without_regional,
        if(
            totals.possible_double_count > 0,
            least(100, 100.0 * totals.rate_neutralised / greatest(totals.rate_launched - totals.possible_double_count, 1)),
            null
        ) as without_repeated
) as rates on true
order by coverage.month
