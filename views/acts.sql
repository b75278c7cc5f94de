-- view: acts
-- version: 1
-- for: detectors
-- doc: One act a row: an account did something with an object at a time. An act whose claimed
--   time is missing, unreadable or absurd is left out.
-- column: signal_id id the observation that the act was derived from
-- column: account key pseudonym of the account
-- column: object key pseudonym of the canonical object inside its layer
-- column: layer text link, domain, hashtag, hashtag sequence, image, repost, reply, share
-- column: at time when it happened, as claimed
-- column: precision text how fine the time is: us, ms, s, min, h or day
SELECT signal_id, account, object, layer, at, precision
FROM timed.act_rows
