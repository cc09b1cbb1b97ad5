-- One row per year: launched, that before decoys were counted in, its bounds, and its first and last collected night.
with decoys as (
    select min(break_date) as counted_from
    from core.definition_breaks
    where break_id = 'decoys_included'
),
shaheds as (
    select
        year(nights.night_of) as year,
        sum(nights.launched) filter (where coalesce(nights.night_of < decoys.counted_from, true)) as launched
    from mart.nightly_totals as nights
    cross join decoys
    where nights.weapon_group = 'shahed_type'
    group by all
),
collected as (
    select
        year(night_of) as year,
        min(night_of) as first_night,
        max(night_of) as last_night
    from mart.nights
    where status != 'not_collected'
    group by all
)
select
    totals.year,
    totals.launched::double as launched,
    coalesce(shaheds.launched, 0)::double as shaheds_only,
    totals.launched_low::double as launched_low,
    totals.launched_high::double as launched_high,
    totals.launched_by_start_date::double as launched_by_start_date,
    totals.is_partial_period,
    collected.first_night,
    collected.last_night
from mart.yearly_totals as totals
inner join shaheds on shaheds.year = totals.year
inner join collected on collected.year = totals.year
where totals.weapon_group = 'shahed_type' and totals.launched is not null
order by totals.year
