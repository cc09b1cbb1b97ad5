-- `places` is warehouse/reference/places.csv. Places that one number is about together, and names that are not in the list,
-- get a row of their own.
with parts as (
    select
        place_id,
        unnest(string_split(place_id, '+')) as part,
        generate_subscripts(string_split(place_id, '+'), 1) as position
    from (select distinct place_id from core.attack_places)
    anti join places using (place_id)
)

select
    place_id,
    name,
    kind,
    country,
    iso_3166_2,
    parent_id,
    true as is_recognised
from places
union all
select
    parts.place_id,
    string_agg(coalesce(places.name, parts.part), ' and ' order by parts.position) as name,
    case when count(*) > 1 then 'several places' else 'unknown place' end as kind,
    if(count(distinct places.country) = 1 and count(*) = count(places.country), any_value(places.country), null) as country,
    if(count(distinct places.iso_3166_2) = 1 and count(*) = count(places.iso_3166_2), any_value(places.iso_3166_2), null)
        as iso_3166_2,
    null as parent_id,
    bool_and(places.place_id is not null) as is_recognised
from parts
left join places on places.place_id = parts.part
group by parts.place_id
order by place_id
