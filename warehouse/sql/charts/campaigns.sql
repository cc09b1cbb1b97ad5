-- One row per figure published on a year of another campaign, or a part of one. Of a publisher's running totals the last is taken.
select
    campaign,
    year,
    granularity = 'year' as is_whole_year,
    period_start,
    period_end,
    measure,
    unit,
    publisher,
    value_low::double as value_low,
    value_high::double as value_high,
    qualifier,
    regexp_matches(weapon_scope, 'missile|rocket|air strike|strike operation') as is_wider
from mart.published_yearly
where campaign != 'russia_ukraine'
qualify granularity not in ('cumulative', 'year_to_date')
    or period_end = max(period_end) over (partition by campaign, measure, unit, publisher, period_start, granularity)
order by campaign, measure, unit, period_start, period_end, publisher, value_low, figure_id
