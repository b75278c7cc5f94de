-- view: findings
-- version: 1
-- for: people
-- doc: One revision a row of one finding, whatever the horizon of the session.
-- column: finding_id id the F- id
-- column: revision revision the @ revision
-- column: commit_seq integer the commit that added the row
-- column: read_commit integer the commit that the run read
-- column: horizon time the run saw only what was claimed before this time
-- column: computed_at time when it was computed
-- column: detector text id of the detector page
-- column: versions text digest of the page and versions of operators and kernels
-- column: parameters text canonical JSON
-- column: anchor text the UTC cell of the first evidence
-- column: subject text canonical JSON: declared subject fields in order
-- column: urgency text now, today or note
-- column: first_at time time of the first evidence
-- column: last_at time time of the last evidence
-- column: details text canonical JSON: declared values with units
-- column: evidence ids the first signals, capped
-- column: evidence_count integer how many signals there are
-- column: evidence_digest id digest of the full set of signals
-- column: sentence_en text what was seen, in English
-- column: sentence_fr text what was seen, in French
-- column: provisional text yes while the window that it rests on is still open, else no
SELECT
    finding_id,
    revision,
    commit_seq,
    read_commit,
    horizon,
    computed_at,
    detector,
    versions,
    parameters,
    anchor,
    subject,
    urgency,
    first_at,
    last_at,
    details,
    evidence,
    evidence_count,
    evidence_digest,
    sentence_en,
    sentence_fr,
    provisional
FROM kept.findings
