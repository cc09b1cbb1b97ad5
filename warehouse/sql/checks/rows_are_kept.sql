-- Rows in = rows out + rejected, for every snapshot; a post is used if its text is a row of core.posts, whatever kind it is.
with used as (
    select snapshot_id, count(*) as used_count
    from core.reported_attacks
    where source_id != 'air_force_posts'
    group by snapshot_id
    union all
    select raw_posts.snapshot_id, count(*) as used_count
    from raw.air_force_posts as raw_posts
    semi join core.posts as posts using (post_id, text_sha256)
    anti join core.rejected_rows as rejected using (snapshot_id, row_number)
    group by raw_posts.snapshot_id
    union all
    select snapshot_id, count(*) as used_count from core.published_figures group by snapshot_id
)

select
    snapshots.snapshot_id,
    snapshots.row_count,
    coalesce(used.used_count, 0) as used_count,
    snapshots.rejected_count
from core.snapshots as snapshots
left join used using (snapshot_id)
where
    snapshots.row_count != coalesce(used.used_count, 0) + snapshots.rejected_count
    and (snapshots.is_current or snapshots.source_id != 'published_figures')
