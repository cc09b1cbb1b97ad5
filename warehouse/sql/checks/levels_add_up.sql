-- Counted attacks = nights = weeks = months = years, and the drone groups = all_drones.
with levels as (
    select 'attacks' as level, weapon_group, sum(launched) as launched, sum(intercepted) as intercepted
    from core.attacks
    where is_counted
    group by weapon_group
    union all
    select 'nights', weapon_group, sum(launched), sum(intercepted) from mart.nightly_totals group by weapon_group
    union all
    select 'weeks', weapon_group, sum(launched), sum(intercepted) from mart.weekly_totals group by weapon_group
    union all
    select 'months', weapon_group, sum(launched), sum(intercepted) from mart.monthly_totals group by weapon_group
    union all
    select 'years', weapon_group, sum(launched), sum(intercepted) from mart.yearly_totals group by weapon_group
    union all
    select 'groups', 'all_drones', sum(launched), sum(intercepted)
    from mart.nightly_totals
    inner join core.weapon_groups using (weapon_group)
    where weapon_groups.is_drone
    having count(*) > 0
)

select
    weapon_group,
    list(level || ': ' || coalesce(launched::varchar, 'none') || ' / ' || coalesce(intercepted::varchar, 'none') order by level)
        as launched_and_intercepted
from levels
group by weapon_group
having
    count(distinct coalesce(launched, -1)) > 1
    or count(distinct coalesce(intercepted, -1)) > 1
    -- a group that a level has lost
    or count(*) != 5
