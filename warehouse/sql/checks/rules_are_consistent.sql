-- Under every rule nights = months = years, dating moves no drone out of the total, and leaving regions out adds none.
with totals as (
    select rules.rule_id, granularities.granularity, groups.weapon_group, sum(by_rule.launched) as launched
    from core.counting_rules as rules
    cross join (select unnest(['night', 'month', 'year']) as granularity) as granularities
    cross join (select distinct weapon_group from mart.nightly_totals) as groups
    left join mart.totals_by_rule as by_rule using (rule_id, granularity, weapon_group)
    group by rules.rule_id, granularities.granularity, groups.weapon_group
),

paired as (
    select
        totals.rule_id,
        totals.granularity,
        totals.weapon_group,
        coalesce(totals.launched, -1) as launched,
        rules.includes_regional,
        min(coalesce(totals.launched, -1)) over same_reports as lowest,
        max(coalesce(totals.launched, -1)) over same_reports as highest,
        coalesce(
            (select sum(nightly.launched) from mart.nightly_totals as nightly where nightly.weapon_group = totals.weapon_group),
            -1
        ) as all_reports
    from totals
    inner join core.counting_rules as rules using (rule_id)
    window same_reports as (partition by totals.weapon_group, rules.includes_regional)
)

select
    rule_id,
    granularity,
    weapon_group,
    launched,
    lowest,
    highest,
    all_reports
from paired
where lowest != highest or launched > all_reports or (includes_regional and launched != all_reports)
