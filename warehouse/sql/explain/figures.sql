-- What was published about exactly a period, in the campaign that the tally counts; what can be compared with the weapon group
-- comes first. A night is published with the date of its eve as first day, or as a single day. Figures whose weapons fit no
-- group are shown too.
select
    figure_id,
    measure,
    unit,
    weapon_scope,
    weapon_group,
    value_low,
    value_high,
    qualifier,
    publisher,
    published_on,
    title,
    url,
    based_on,
    (is_comparable or is_comparable_rate) and weapon_group is not distinct from $weapon_group as is_comparable,
    case
        when not (is_comparable or is_comparable_rate) then not_comparable_reason
        when weapon_group is distinct from $weapon_group then concat('it is about ', weapon_group)
    end as not_comparable_reason,
    reconciliation.verdict,
    reconciliation.explanation
from core.published_figures
left join (select figure_id, verdict, explanation from mart.reconciliation where is_best) as reconciliation using (figure_id)
where
    campaign = 'russia_ukraine'
    and period_end = $last
    and (period_start = $first or ($first = $last and granularity = 'night' and period_start = $first::date - 1))
    and (weapon_group is null or weapon_group = $weapon_group or $weapon_group = 'all_drones')
order by
    (is_comparable or is_comparable_rate) and weapon_group is not distinct from $weapon_group desc,
    list_position(['launched', 'intercepted', 'lost', 'neutralised'], measure) nulls last,
    published_on nulls last,
    publisher,
    figure_id
