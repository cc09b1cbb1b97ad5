-- One row per figure published as launches of a whole month or year, newest first, with what the tally says by each rule.
select
    figures.figure_id,
    figures.granularity,
    figures.period_start,
    figures.publisher,
    figures.qualifier,
    figures.value_low,
    figures.value_high,
    max(tried.tallied) filter (where tried.rule_id = 'standard')::double as tallied,
    min(tried.tallied)::double as tallied_least,
    max(tried.tallied)::double as tallied_most,
    max(tried.verdict) filter (where tried.rule_id = 'standard') as verdict,
    bool_or(tried.verdict = 'agrees') as agrees_by_some_rule
from mart.reconciliation as tried
inner join core.published_figures as figures on figures.figure_id = tried.figure_id
where tried.is_as_printed and tried.measure_tried = 'launched' and tried.verdict != 'not_comparable'
    and figures.granularity in ('month', 'year')
group by all
having tallied > 0
order by figures.period_start desc, figures.granularity desc, figures.publisher, figures.value_low, figures.figure_id
