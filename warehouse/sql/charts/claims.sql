-- One row per figure published as launches of a whole month or year, newest first: what it allows with its qualifier, what the
-- tally says by each rule, the verdict as printed under the standard rule, and the measure that would explain it better, if any.
with as_printed as (
    select
        figure_id,
        any_value(published_low) as published_low,
        any_value(published_high) as published_high,
        max(tallied) filter (where rule_id = 'standard')::double as tallied,
        min(tallied)::double as tallied_least,
        max(tallied)::double as tallied_most,
        max(verdict) filter (where rule_id = 'standard') as verdict,
        bool_or(verdict in ('agrees', 'within_qualifier')) as holds_by_some_rule
    from mart.reconciliation
    where is_as_printed and measure_tried = 'launched' and verdict != 'not_comparable'
    group by figure_id
)
select
    figures.figure_id,
    figures.granularity,
    figures.period_start,
    figures.publisher,
    figures.qualifier,
    figures.value_low,
    figures.value_high,
    as_printed.published_low,
    as_printed.published_high,
    as_printed.tallied,
    as_printed.tallied_least,
    as_printed.tallied_most,
    as_printed.verdict,
    as_printed.holds_by_some_rule,
    best.measure_tried as better_measure
from as_printed
inner join core.published_figures as figures on figures.figure_id = as_printed.figure_id
left join mart.reconciliation as best
    on best.figure_id = as_printed.figure_id
    and best.is_best
    and not best.is_as_printed
    and best.verdict in ('agrees', 'within_qualifier')
where figures.granularity in ('month', 'year') and as_printed.tallied > 0
order by figures.granularity = 'year' desc, figures.period_start desc, figures.publisher, figures.value_low, figures.figure_id
