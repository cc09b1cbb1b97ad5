-- What is known of each night of a period. The calendar is that of Shahed-type drones: for another weapon group a night of
-- which only a source that fills gaps tells is not collected, and one reported without that weapon is not_named.
with reporting as (
    select max(attacks.night_of) as last_night
    from core.attacks as attacks
    inner join core.sources as sources using (source_id)
    where not sources.fills_gaps_only
)

select
    nights.night_of,
    case
        when $weapon_group = 'shahed_type' then nights.status
        when sources.fills_gaps_only or reporting.last_night is null or nights.night_of > reporting.last_night
            then 'not_collected'
        when nights.status in ('reported', 'stated_zero') then 'not_named'
        else nights.status
    end as status
from mart.nights as nights
cross join reporting
left join core.sources as sources using (source_id)
where nights.night_of between $first and $last
order by nights.night_of
