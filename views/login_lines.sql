-- view: login_lines
-- version: 1
-- for: operators
-- doc: One thing a row that a login service said about one attempt, with the address and, where
--   the service says that it exists, the login name. Only an operator reads this view, and gives on
--   what it computed, never a name or an address. A line whose time is missing, unreadable or absurd
--   is left out.
-- column: signal_id id the observation
-- column: at time when it happened, as claimed
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: host text the machine or export that the stream came from, as the user named it
-- column: service text sshd, …
-- column: machine text the machine that the line names
-- column: outcome text failed, accepted, invalid_user, disconnected, preauth_closed, other
-- column: method text password, publickey, keyboard-interactive, …
-- column: source key pseudonym of the source address
-- column: address text the source address as logged
-- column: user key pseudonym of the login name
-- column: user_name text the login name, only where the service says that it exists
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
    source_address AS address,
    user_key AS user,
    user_name,
    session
FROM timed.login_records
