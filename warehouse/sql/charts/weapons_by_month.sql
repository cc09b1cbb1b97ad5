-- One row per month and weapon: launched. Weapons come in the order of all that was launched of them, ranked from 1.
with weapons as (
    select
        weapon_id,
        any_value(weapon_group) as weapon_group,
        sum(launched) as launched,
        row_number() over (order by sum(launched) desc, weapon_id) as rank
    from mart.weapon_totals
    group by weapon_id
    having sum(launched) > 0
)
select
    totals.month,
    weapons.rank,
    weapons.weapon_id,
    weapons.weapon_group,
    coalesce(names.name, weapons.weapon_id) as name,
    totals.launched::double as launched,
    weapons.launched::double as launched_in_all
from mart.weapon_totals as totals
inner join weapons on weapons.weapon_id = totals.weapon_id
left join core.weapons as names on names.weapon_id = totals.weapon_id
order by weapons.rank, totals.month
