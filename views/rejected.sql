-- view: rejected
-- version: 1
-- for: people
-- doc: One stretch of input a row that could not be read and was set aside, whatever the horizon
--   of the session. What it holds is not shown.
-- column: signal_id id the id of the stretch
-- column: commit_seq integer the commit that added the row
-- column: host text the machine or export that the stream came from, as the user named it
-- column: ingested_at time when we read it
-- column: file text the name of the file
-- column: line integer the line or record number in the file, from 1
-- column: file_offset integer where in the decompressed file it begins, in bytes
-- column: length integer how long it is, in bytes
-- column: reason text a short word for why
-- column: detail text what was expected
SELECT
    signal_id,
    commit_seq,
    host,
    ingested_at,
    file,
    line,
    file_offset,
    length,
    reason,
    detail
FROM kept.rejected
