-- The totals of a period by every counting rule, the standard first.
select
    rules.rule_id,
    rules.description,
    totals.rule_id is not null as is_reported,
    totals.launched,
    totals.intercepted,
    totals.neutralised
from core.counting_rules as rules
left join mart.totals_by_rule as totals
    on totals.rule_id = rules.rule_id
    and totals.granularity = $granularity
    and totals.period_start = $first
    and totals.weapon_group = $weapon_group
order by rules.rule_id != 'standard', rules.rule_id
