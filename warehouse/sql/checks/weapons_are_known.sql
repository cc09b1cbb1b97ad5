-- Every weapon that a source names is in the list of weapon names.
select weapon_id, name from core.weapons where not is_recognised order by weapon_id
