-- One row per calendar night: launched and its bounds; launched is NULL where nothing or no number was reported.
select
    nights.night_of,
    nights.status,
    case nights.status when 'reported' then totals.launched when 'stated_zero' then 0 end::double as launched,
    totals.launched_low::double as launched_low,
    totals.launched_high::double as launched_high
from mart.nights as nights
left join mart.nightly_totals as totals on totals.night_of = nights.night_of and totals.weapon_group = 'shahed_type'
order by nights.night_of
