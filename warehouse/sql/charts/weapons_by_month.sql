-- One row per month and weapon: launched. Weapons come in the order of all that was launched of them, ranked from 1. Other
-- weapons have a first and a last night of their own, since not every source that gives Shahed-type drones gives them.
with weapons as (
    select
        weapon_id,
        any_value(weapon_group) as weapon_group,
        sum(launched) as launched,
        row_number() over (order by sum(launched) desc, weapon_id) as rank
    from mart.weapon_totals
    group by weapon_id
    having sum(launched) > 0
),
series as (
    select
        min(night_of) as first_night,
        max(night_of) as last_night,
        true as is_shahed_type
    from mart.nights
    where status != 'not_collected'
    union all by name
    select
        min(night_of) as first_night,
        max(night_of) as last_night,
        false as is_shahed_type
    from core.attacks
    where is_counted and source_id in (select source_id from core.attacks where weapon_group != 'shahed_type')
)
select
    totals.month,
    weapons.rank,
    weapons.weapon_id,
    weapons.weapon_group,
    coalesce(names.name, weapons.weapon_id) as name,
    totals.launched::double as launched,
    weapons.launched::double as launched_in_all,
    series.is_shahed_type,
    series.first_night,
    series.last_night,
    totals.month < series.first_night or last_day(totals.month) > series.last_night as is_partial_period
from mart.weapon_totals as totals
inner join weapons on weapons.weapon_id = totals.weapon_id
left join series on series.is_shahed_type = (weapons.weapon_group = 'shahed_type')
left join core.weapons as names on names.weapon_id = totals.weapon_id
order by weapons.rank, totals.month
