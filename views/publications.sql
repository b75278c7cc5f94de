-- view: publications
-- version: 1
-- for: detectors
-- doc: One publication a row: of all records with one platform and native id the state observed
--   last (where no observation time is given, ingested last). A record without native id is a
--   publication of its own. One without a usable time is kept, with a null `at`, unless a horizon
--   is set: then nobody can say that it was claimed before it.
-- column: signal_id id the observation that gave this state
-- column: at time when it was published, as claimed; null when missing or absurd
-- column: observed_at time when a third party or we first saw this state
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: platform text bluesky, x, telegram, web, …
-- column: publication key pseudonym of the publication (platform and native id)
-- column: kind text post, repost, quote, reply, comment, article, video, message
-- column: author key pseudonym of the account (platform and account id)
-- column: language text as given by the source
-- column: reposted key pseudonym of the reposted publication
-- column: replied_to key pseudonym of the publication replied to
-- column: label text a label carried by the file
SELECT
    signal_id,
    at,
    observed_at,
    precision,
    platform,
    publication,
    kind,
    author,
    language,
    reposted,
    replied_to,
    label
FROM (
    SELECT
        record.signal_id,
        CASE WHEN time_note = 'absurd' THEN NULL ELSE claimed_at END AS at,
        observed_at,
        claimed_precision AS precision,
        platform,
        record.publication_key AS publication,
        kind,
        author_key AS author,
        language,
        repost_of_key AS reposted,
        reply_to_key AS replied_to,
        label
    FROM (
        -- Most publications were seen once, and ranking a row that stands alone is dear: only what
        -- was seen more often is ranked. The id of the record decides between states that nothing
        -- else tells apart, so that the choice never depends on the order of rows.
        SELECT
            signal_id,
            publication_key,
            row_number() OVER (
                PARTITION BY publication_key
                ORDER BY coalesce(observed_at, ingested_at) DESC, commit_seq DESC, signal_id
            ) AS place
        FROM observed.publication_records
        WHERE publication_key IN (
            SELECT publication_key
            FROM observed.publication_records
            GROUP BY publication_key
            HAVING count(*) > 1
        )
    ) AS state
    RIGHT JOIN observed.publication_records AS record
        ON record.publication_key = state.publication_key AND record.signal_id = state.signal_id
    WHERE state.place IS NULL OR state.place = 1
)
