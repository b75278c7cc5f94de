-- view: requests
-- version: 2
-- for: detectors
-- doc: One request a row as a web server logged it, without its query. A line whose time is
--   missing, unreadable or absurd is left out.
-- column: signal_id id the observation
-- column: at time when it happened, as claimed
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: host text the machine or export that the stream came from, as the user named it
-- column: vhost text the virtual host, where the log names it
-- column: source key pseudonym of the source address
-- column: method text GET, POST, …
-- column: path text the request target up to the query
-- column: protocol text HTTP/1.1, …
-- column: status integer the response status
-- column: bytes integer the size of the response in bytes
-- column: agent text the User-Agent header
-- column: duration_us integer how long the answer took, in microseconds, where the log says it
SELECT
    signal_id,
    claimed_at AS at,
    claimed_precision AS precision,
    host,
    vhost,
    source_key AS source,
    method,
    path,
    protocol,
    status,
    bytes,
    agent,
    duration_us
FROM timed.request_records
