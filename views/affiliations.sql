-- view: affiliations
-- version: 1
-- for: detectors
-- doc: One account a row that is known to belong to others in the open, from the lists that
--   somebody wrote into vigie.toml. The lake holds none of it: a project lays its lists over this
--   view when it opens a session.
-- column: account key pseudonym of the account
-- column: list text the name of the list
-- column: source text where anybody can check it
-- column: at time when the list was drawn up
-- column: precision text always s, so that every page may read it
SELECT account, layer AS list, layer AS source, at, precision
FROM timed.act_rows
WHERE false
