select
    date_trunc('month', night_of)::date as month,
    weapon_id,
    any_value(weapon_group) as weapon_group,
    sum(launched)::bigint as launched,
    why_null(launched, launched_null_reason) as launched_null_reason,
    lower_bound(launched, launched_low, scope) as launched_low,
    upper_bound(launched_high) as launched_high,
    common(if(launched_high is null, coalesce(launched_null_reason, 'no_upper_bound'), null)) as launched_high_null_reason,
    sum(intercepted)::bigint as intercepted,
    why_null(intercepted, intercepted_null_reason) as intercepted_null_reason
from core.attacks
where is_counted
group by month, weapon_id
order by month, weapon_id
