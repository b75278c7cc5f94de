# Screens: where we could not see, lanes of an incident, what a check found.

blind-quiet = { $stream }: nothing since { $from }, { $hours ->
    [one] one hour
   *[other] { $hours } hours
} and counting; it usually does not pause so long
blind-gap = { $stream }: nothing from { $from } to { $to }, { $hours ->
    [one] one hour
   *[other] { $hours } hours
}; it usually does not pause so long
blind-incomplete = { $file } was not read to its end ({ $at })
blind-ahead = The newest record is of { $at }, and this machine’s clock says { $now }: one of the two is wrong, or the records are invented (a kept demo). “Since” leaves out what comes after now: { $streams }
blind-clock = the clock
blind-requests = web requests
blind-logins = logins
blind-platform = publications

# Lanes of an incident.
lane-told = told in { $brief }
lane-tip = somebody told us
verify-restore = keep the file as it is and compare with a backup; findings that rest on it may need another look
