select
    campaign,
    year(period_start) as year,
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
order by figure_id
