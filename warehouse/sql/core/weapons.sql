-- `weapons` is warehouse/reference/weapons.csv. Weapons reported together, and names that are not in the list, get a row
-- of their own.
with reported as (
    select distinct weapon_id, weapon_group from core.reported_attacks
),

parts as (
    select
        reported.weapon_id,
        reported.weapon_group,
        unnest(string_split(reported.weapon_id, '+')) as part,
        generate_subscripts(string_split(reported.weapon_id, '+'), 1) as position
    from reported
    anti join weapons using (weapon_id)
)

select
    weapon_id,
    name,
    category,
    weapon_group,
    true as is_recognised
from weapons
union all
select
    parts.weapon_id,
    string_agg(coalesce(weapons.name, parts.part), ' and ' order by parts.position) as name,
    case when count(*) > 1 then 'several weapons' else 'unknown weapon' end as category,
    any_value(parts.weapon_group) as weapon_group,
    bool_and(weapons.weapon_id is not null) as is_recognised
from parts
left join weapons on weapons.weapon_id = parts.part
group by parts.weapon_id
order by weapon_id
