-- One row per figure that was published as launches of a whole year, on the weapons the charts are about, with the verdict as
-- printed under the standard rule, whether it holds by start date, and the measure that would explain it better, if any.
select
    year(figures.period_start) as year,
    figures.publisher,
    figures.value_low,
    figures.value_high,
    figures.qualifier,
    figures.title,
    figures.published_on,
    standard.verdict,
    coalesce(by_start.verdict in ('agrees', 'within_qualifier'), false) as holds_by_start_date,
    best.measure_tried as better_measure
from core.published_figures as figures
left join mart.reconciliation as standard
    on standard.figure_id = figures.figure_id and standard.rule_id = 'standard' and standard.is_as_printed
left join mart.reconciliation as by_start
    on by_start.figure_id = figures.figure_id and by_start.rule_id = 'start_date' and by_start.is_as_printed
left join mart.reconciliation as best
    on best.figure_id = figures.figure_id
    and best.is_best
    and not best.is_as_printed
    and best.verdict in ('agrees', 'within_qualifier')
where figures.granularity = 'year' and figures.measure = 'launched' and figures.campaign = 'russia_ukraine'
    and figures.weapon_group = 'shahed_type' and figures.is_comparable
order by figures.period_start, figures.publisher, figures.value_low
