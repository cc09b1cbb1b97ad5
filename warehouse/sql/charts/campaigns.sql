-- One row per figure published on a whole year of another campaign.
select
    campaign,
    year,
    measure,
    unit,
    publisher,
    value_low::double as value_low,
    value_high::double as value_high,
    qualifier
from mart.published_yearly
where campaign != 'russia_ukraine'
order by campaign, measure, year, publisher, value_low, figure_id
