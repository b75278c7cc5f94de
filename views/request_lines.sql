-- view: request_lines
-- version: 1
-- for: operators
-- doc: One request a row as a web server logged it, with the query, the referer and the address:
--   what visitors ask for is theirs. Only an operator reads this view, and gives on what it
--   computed, never a query or an address. A line whose time is missing, unreadable or absurd is
--   left out.
-- column: signal_id id the observation
-- column: at time when it happened, as claimed
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: host text the machine or export that the stream came from, as the user named it
-- column: vhost text the virtual host, where the log names it
-- column: source key pseudonym of the source address
-- column: address text the source address as logged
-- column: method text GET, POST, …
-- column: path text the request target up to the query
-- column: query text the query without its question mark
-- column: status integer the response status
-- column: referer text the Referer header
-- column: agent text the User-Agent header
SELECT
    signal_id,
    claimed_at AS at,
    claimed_precision AS precision,
    host,
    vhost,
    source_key AS source,
    source_address AS address,
    method,
    path,
    query,
    status,
    referer,
    agent
FROM timed.request_records
