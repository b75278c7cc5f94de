-- view: names
-- version: 1
-- for: detectors
-- doc: One domain name a row, or the names of one certificate. A row whose time is missing is kept,
--   unless a horizon is set: many lists give none.
-- column: signal_id id the observation
-- column: at time when it was made or added, as claimed
-- column: observed_at time when a third party or we first saw it
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: host text the machine or export that the stream came from, as the user named it
-- column: kind text certificate, list, zone
-- column: name text the name, or the first of a certificate, in lower case
-- column: names text all names of a certificate, between spaces
-- column: issuer text who issued the certificate
-- column: fingerprint text the fingerprint of the certificate as given
-- column: log text the transparency log that it was seen in
-- column: log_index integer its number in that log
-- column: entry text precertificate, certificate, or the type of a zone record
SELECT
    signal_id,
    claimed_at AS at,
    observed_at,
    claimed_precision AS precision,
    host,
    kind,
    name,
    names,
    issuer,
    fingerprint,
    log,
    log_index,
    entry
FROM observed.name_records
