with dated as (
    select
        rules.rule_id,
        case rules.dated_by when 'start_date' then attacks.start_date else attacks.night_of end as dated_on,
        groups.total_group as weapon_group,
        attacks.launched,
        attacks.intercepted,
        -- a part of neutralised, so not without the other part
        if(attacks.intercepted is not null, attacks.lost, null) as lost,
        attacks.intercepted + coalesce(attacks.lost, 0) as neutralised,
        attacks.launched is not null and attacks.intercepted is not null as has_rate
    from core.attacks as attacks
    inner join group_totals() as groups using (weapon_group)
    inner join core.counting_rules as rules on rules.includes_regional or attacks.scope = 'national'
    where attacks.is_counted
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
    sum(intercepted)::bigint as intercepted,
    sum(lost)::bigint as lost,
    sum(neutralised)::bigint as neutralised,
    sum(launched) filter (has_rate)::bigint as rate_launched,
    sum(intercepted) filter (has_rate)::bigint as rate_intercepted,
    sum(neutralised) filter (has_rate)::bigint as rate_neutralised
from periods
group by rule_id, granularity, period_start, weapon_group
order by rule_id, granularity, period_start, weapon_group
