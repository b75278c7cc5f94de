-- view: mails
-- version: 1
-- for: detectors
-- doc: One message a row, or one row of a message trace or a DMARC report. A row whose time is
--   missing, unreadable or absurd is left out.
-- column: signal_id id the observation
-- column: at time when it happened, as claimed
-- column: precision text how fine the time is: us, ms, s, min, h or day
-- column: host text the machine or export that the stream came from, as the user named it
-- column: kind text message, trace, dmarc
-- column: outcome text what the service did with it
-- column: direction text inbound or outbound, where a trace says it
-- column: reporter text the server or organisation that says so
-- column: message key pseudonym of the message id
-- column: source key pseudonym of the address of the sending server
-- column: author key pseudonym of the author's mail address
-- column: from_domain text the domain of the author's mail address
-- column: envelope_domain text the domain of the envelope
-- column: reply_domain text the domain that answers go to
-- column: recipient key pseudonym of the first recipient's mail address
-- column: spf text pass, fail, … as the reporter gives it
-- column: dkim text pass, fail, … as the reporter gives it
-- column: dmarc text pass, fail, … as the reporter gives it
-- column: messages integer how many messages the row stands for
-- column: bytes integer the size of the message in bytes
-- column: link_domains text hosts of the links, between spaces
-- column: attachment_hashes text SHA-256 of the attachments, between spaces
-- column: note text what is odd about the message
SELECT
    signal_id,
    claimed_at AS at,
    claimed_precision AS precision,
    host,
    kind,
    outcome,
    direction,
    reporter,
    message_key AS message,
    source_key AS source,
    from_key AS author,
    from_domain,
    envelope_domain,
    reply_domain,
    recipient_key AS recipient,
    spf,
    dkim,
    dmarc,
    count AS messages,
    bytes,
    link_domains,
    attachment_hashes,
    note
FROM timed.mail_records
