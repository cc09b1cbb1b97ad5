-- One row per collected night: launched since 1 January, as far as reported, and its bounds; a total without a number has no
-- upper bound from the first night on that has none.
select
    year(nights.night_of) as year,
    nights.night_of,
    coalesce(sum(totals.launched) over so_far, 0)::double as launched,
    coalesce(sum(totals.launched_low) over so_far, 0)::double as launched_low,
    if(
        count(*) filter (where totals.launched is not null and totals.launched_high is null) over so_far = 0,
        coalesce(sum(totals.launched_high) over so_far, 0),
        null
    )::double as launched_high
from mart.nights as nights
left join mart.nightly_totals as totals on totals.night_of = nights.night_of and totals.weapon_group = 'shahed_type'
where nights.status != 'not_collected'
window so_far as (partition by year(nights.night_of) order by nights.night_of)
order by nights.night_of
