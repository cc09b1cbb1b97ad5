-- A figure on a part of a year is given with that part: the year so far, or what a campaign that began and ended within one year
-- was said to come to. One whose last day is not known is not of any year.
with short_campaigns as (
    select campaign
    from core.published_figures
    group by campaign
    having min(year(period_start)) = max(greatest(year(period_start), year(period_end)))
)
select
    campaign,
    year(period_start) as year,
    granularity,
    period_start,
    if(granularity = 'year', make_date(year(period_start), 12, 31), period_end) as period_end,
    measure,
    unit,
    publisher,
    value_low,
    value_high,
    qualifier,
    weapon_scope,
    url,
    figure_id
from core.published_figures
where granularity = 'year'
    or (
        year(period_start) = year(period_end)
        and (granularity = 'year_to_date' or campaign in (select campaign from short_campaigns))
    )
order by figure_id
