-- view: house
-- version: 1
-- for: operators
-- doc: One thing a row that vigie.toml says of the house and of those who knock harmlessly. The lake
--   holds none of it: a project lays its lists over this view when it opens a session.
-- column: kind text name, domain, staff, own_scanner, monitor or crawler
-- column: word text the name, or an address or network
-- column: user key pseudonym of the word as a login name
-- column: at time always the same
-- column: precision text always s, so that every page may read it
SELECT host AS kind, host AS word, source_key AS user, claimed_at AS at, claimed_precision AS precision
FROM timed.request_records
WHERE false
