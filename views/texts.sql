-- view: texts
-- version: 1
-- for: operators
-- doc: One publication with a text a row, in the state observed last (as in publications). What
--   people wrote is theirs: only an operator reads this view, and gives on what it computed from
--   the texts, never a text. A publication without a usable time is kept, with a null `at`, unless
--   a horizon is set.
-- column: signal_id id the observation that gave this state
-- column: at time when it was published, as claimed; null when missing or absurd
-- column: observed_at time when a third party or we first saw this state
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: platform text bluesky, x, telegram, web, …
-- column: publication key pseudonym of the publication (platform and native id)
-- column: kind text post, repost, quote, reply, comment, article, video, message
-- column: author key pseudonym of the account (platform and account id)
-- column: language text as given by the source
-- column: text text title and text, one line between; the title once where the text begins with it
-- column: reposted key pseudonym of the reposted publication; null in what is no repost
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
    text,
    reposted
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
        CASE
            WHEN coalesce(title, '') = '' THEN text
            WHEN coalesce(text, '') = '' THEN title
            WHEN starts_with(text, title) THEN text
            ELSE title || chr(10) || text
        END AS text,
        repost_of_key AS reposted
    FROM (
        -- As in publications: only what was seen more than once is ranked, and the id decides where
        -- nothing else does.
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
WHERE text <> ''
