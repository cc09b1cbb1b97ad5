-- Under every rule nights = months = years, dating moves no drone out of the total, and leaving regions out adds none.
with totals as (
    select rule_id, granularity, weapon_group, sum(launched) as launched
    from mart.totals_by_rule
    group by rule_id, granularity, weapon_group
),

paired as (
    select
        totals.*,
        rules.includes_regional,
        min(totals.launched) over same_reports as lowest,
        max(totals.launched) over same_reports as highest,
        max(totals.launched) over (partition by totals.weapon_group) as all_reports
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
where lowest != highest or (includes_regional and launched != all_reports)
