-- Every report on weapon groups in a period, counted or not. Windows are in Kyiv time.
select
    attacks.attack_id,
    attacks.night_of,
    attacks.start_date,
    timezone('Europe/Kyiv', timezone('UTC', attacks.window_start)) as window_start,
    timezone('Europe/Kyiv', timezone('UTC', attacks.window_end)) as window_end,
    attacks.window_kind,
    attacks.reporter,
    attacks.reporter_account,
    attacks.scope,
    attacks.source_id,
    sources.title as source_title,
    attacks.report_url,
    attacks.reports,
    attacks.weapon_group,
    attacks.weapon_as_reported,
    attacks.launched,
    attacks.launched_low,
    attacks.launched_high,
    attacks.launched_null_reason,
    attacks.intercepted,
    attacks.intercepted_null_reason,
    attacks.interception_wording,
    attacks.lost,
    attacks.airborne,
    attacks.hits,
    attacks.hit_locations,
    attacks.debris_locations,
    attacks.jet_launched,
    attacks.jet_intercepted,
    attacks.shahed_launched,
    attacks.border_exits,
    attacks.marks,
    attacks.correction,
    attacks.not_counted_reason
from core.attacks as attacks
inner join core.sources as sources using (source_id)
where
    attacks.night_of between $first and $last
    and attacks.weapon_group in $weapon_groups
order by attacks.night_of, attacks.start_date, attacks.window_start, attacks.window_end, sources.preference, attacks.attack_id
