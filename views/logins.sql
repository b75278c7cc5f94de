-- view: logins
-- version: 1
-- for: detectors
-- doc: One thing a row that a login service said about one attempt. A line whose time is missing,
--   unreadable or absurd is left out.
-- column: signal_id id the observation
-- column: at time when it happened, as claimed
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: host text the machine or export that the stream came from, as the user named it
-- column: service text sshd, …
-- column: machine text the machine that the line names
-- column: outcome text failed, accepted, invalid_user, disconnected, preauth_closed, other
-- column: method text password, publickey, keyboard-interactive, …
-- column: source key pseudonym of the source address
-- column: user key pseudonym of the login name
-- column: user_shape text the shape of an unknown login name: its length and classes of characters
-- column: session text process id or session id
SELECT
    signal_id,
    claimed_at AS at,
    claimed_precision AS precision,
    host,
    service,
    machine,
    outcome,
    method,
    source_key AS source,
    user_key AS user,
    user_shape,
    session
FROM timed.login_records
