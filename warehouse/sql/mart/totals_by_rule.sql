with dated as (
    select
        rules.rule_id,
        case rules.dated_by when 'start_date' then attacks.start_date else attacks.night_of end as dated_on,
        groups.total_group as weapon_group,
        attacks.launched,
        attacks.intercepted,
        attacks.intercepted + coalesce(attacks.lost, 0) as neutralised
    from core.attacks as attacks
    inner join group_totals() as groups using (weapon_group)
    inner join core.counting_rules as rules on rules.includes_regional or attacks.scope = 'national'
    where attacks.is_counted
),

periods as (
    select rule_id, 'night' as granularity, dated_on as period_start, weapon_group, launched, intercepted, neutralised
    from dated
    union all
    select rule_id, 'month', date_trunc('month', dated_on)::date, weapon_group, launched, intercepted, neutralised
    from dated
    union all
    select rule_id, 'year', date_trunc('year', dated_on)::date, weapon_group, launched, intercepted, neutralised
    from dated
)

select
    rule_id,
    granularity,
    period_start,
    weapon_group,
    sum(launched)::bigint as launched,
    sum(intercepted)::bigint as intercepted,
    sum(neutralised)::bigint as neutralised
from periods
group by rule_id, granularity, period_start, weapon_group
order by rule_id, granularity, period_start, weapon_group
