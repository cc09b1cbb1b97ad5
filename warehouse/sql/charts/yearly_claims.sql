-- One row per figure that was published as launches of a whole year, on the weapons the charts are about.
select
    year(period_start) as year,
    publisher,
    value_low,
    value_high,
    qualifier,
    title,
    published_on,
    based_on
from core.published_figures
where granularity = 'year' and measure = 'launched' and campaign = 'russia_ukraine' and weapon_group = 'shahed_type'
    and is_comparable
order by period_start, publisher, value_low
