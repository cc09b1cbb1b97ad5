-- One row per role and region: attacks of Shahed-type drones in whose reports a place of the region is named. A place outside
-- every region, such as a sea or a direction, has no region.
with named as (
    select 'hit' as role, month, place_id, attacks from mart.places_hit where weapon_group = 'shahed_type'
    union all by name
    select 'launch_site' as role, month, place_id, attacks from mart.launch_sites where weapon_group = 'shahed_type'
)
select
    named.role,
    coalesce(places.iso_3166_2, parents.iso_3166_2) as iso_3166_2,
    sum(named.attacks)::bigint as attacks,
    min(named.month) as first_month,
    max(named.month) as last_month
from named
left join core.places as places on places.place_id = named.place_id
left join core.places as parents on parents.place_id = places.parent_id
group by all
order by named.role, attacks desc, iso_3166_2
