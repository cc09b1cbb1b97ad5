-- One row per collected night: launched since 1 January, as far as reported.
select
    year(nights.night_of) as year,
    nights.night_of,
    coalesce(sum(totals.launched) over (partition by year(nights.night_of) order by nights.night_of), 0)::double as launched
from mart.nights as nights
left join mart.nightly_totals as totals on totals.night_of = nights.night_of and totals.weapon_group = 'shahed_type'
where nights.status != 'not_collected'
order by nights.night_of
