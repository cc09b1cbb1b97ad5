-- The words behind the numbers of a period's reports; reports of other sources than posts have none.
select
    phrases.attack_id,
    phrases.column_name,
    phrases.phrase
from core.phrases as phrases
inner join core.attacks as attacks using (attack_id)
where attacks.night_of between $first and $last
order by phrases.attack_id, phrases.column_name
