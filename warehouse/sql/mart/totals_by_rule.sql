with dated as (
    select
        counted.*,
        rules.rule_id,
        if(rules.dated_by = 'start_date', counted.start_date, counted.night_of) as dated_on
    from counted_attacks() as counted
    inner join core.counting_rules as rules on rules.includes_regional or counted.scope = 'national'
),

periods as (
    select *, 'night' as granularity, dated_on as period_start from dated
    union all
    select *, 'month', date_trunc('month', dated_on)::date from dated
    union all
    select *, 'year', date_trunc('year', dated_on)::date from dated
)

select
    rule_id,
    granularity,
    period_start,
    weapon_group,
    sum(launched)::bigint as launched,
    why_null(launched, launched_null_reason) as launched_null_reason,
    lower_bound(launched, launched_low, scope) as launched_low,
    upper_bound(launched_high) as launched_high,
    common(launched_high_null_reason) as launched_high_null_reason,
    sum(intercepted)::bigint as intercepted,
    why_null(intercepted, intercepted_null_reason) as intercepted_null_reason,
    sum(lost)::bigint as lost,
    why_null(lost, lost_null_reason) as lost_null_reason,
    sum(neutralised)::bigint as neutralised,
    sum(rate_launched)::bigint as rate_launched,
    why_null(rate_launched, rate_launched_null_reason) as rate_launched_null_reason,
    sum(rate_intercepted)::bigint as rate_intercepted,
    sum(rate_neutralised)::bigint as rate_neutralised,
    count(*) filter (window_start is null and start_date = night_of) as start_unknown
from periods
group by rule_id, granularity, period_start, weapon_group
order by rule_id, granularity, period_start, weapon_group
