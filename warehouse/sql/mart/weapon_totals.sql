select
    date_trunc('month', night_of)::date as month,
    weapon_id,
    any_value(weapon_group) as weapon_group,
    sum(launched)::bigint as launched,
    sum(intercepted)::bigint as intercepted
from core.attacks
where is_counted
group by month, weapon_id
order by month, weapon_id
