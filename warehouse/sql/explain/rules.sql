-- The totals of a period by every counting rule, the standard first. A night under a rule that goes by the start is what starts
-- on its eve; not known where a report of either date states no start, for it may belong to the other one.
with dated as (
    select
        *,
        $granularity = 'night' and dated_by = 'start_date' as is_eve,
        $first::date - is_eve::integer as period_start
    from core.counting_rules
),

totals as (
    select * from mart.totals_by_rule where granularity = $granularity and weapon_group = $weapon_group
)

select
    dated.rule_id,
    dated.description,
    if(dated.is_eve, dated.period_start, null) as starts_on,
    dated.is_eve and coalesce(totals.start_unknown, 0) + coalesce(next.start_unknown, 0) > 0 as is_start_unknown,
    totals.rule_id is not null and not is_start_unknown as is_reported,
    if(is_reported, totals.launched, null) as launched,
    if(is_reported, totals.intercepted, null) as intercepted,
    if(is_reported, totals.neutralised, null) as neutralised
from dated
left join totals using (rule_id, period_start)
left join totals as next on dated.is_eve and next.rule_id = dated.rule_id and next.period_start = dated.period_start + 1
order by dated.rule_id != 'standard', dated.rule_id
