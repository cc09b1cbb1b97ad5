-- One row per night whose reports tell shot down from lost although the wording had changed before: launched.
select
    totals.night_of,
    totals.launched::double as launched
from mart.nightly_totals as totals
inner join core.definition_breaks as breaks
    on breaks.break_id = 'shot_down_or_suppressed' and totals.night_of >= breaks.break_date
where totals.weapon_group = 'shahed_type' and totals.interception_wording = 'shot_down' and totals.rate_neutralised is not null
order by totals.night_of
