-- What is known of each night of a period. The calendar is that of Shahed-type drones: for another weapon group a night of
-- which only a source that fills gaps tells is not collected, and one reported without that weapon is not_named. Of all drones
-- such a source knows the Shahed-type only.
with reporting as (
    select min(attacks.night_of) as first_night, max(attacks.night_of) as last_night
    from core.attacks as attacks
    where
        attacks.weapon_group = 'shahed_type'
        and attacks.source_id not in (select sources.source_id from core.sources as sources where sources.fills_gaps_only)
),

other_drones as (
    select distinct attacks.night_of
    from core.attacks as attacks
    inner join core.weapon_groups as weapon_groups using (weapon_group)
    where attacks.is_counted and weapon_groups.is_drone and attacks.weapon_group != 'shahed_type'
)

select
    nights.night_of,
    case
        when $weapon_group = 'shahed_type' then nights.status
        when nights.night_of between reporting.first_night and reporting.last_night and not coalesce(sources.fills_gaps_only, false)
            then if(nights.status in ('reported', 'stated_zero'), 'not_named', nights.status)
        when $weapon_group = 'all_drones' and nights.status in ('reported', 'stated_zero') and other_drones.night_of is null
            then 'shaheds_only'
        else 'not_collected'
    end as status
from mart.nights as nights
cross join reporting
left join core.sources as sources using (source_id)
left join other_drones using (night_of)
where nights.night_of between $first and $last
order by nights.night_of
