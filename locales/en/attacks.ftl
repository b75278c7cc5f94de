# vigie attacks

attacks-heading = { $attacks ->
    [0] No attack
    [one] 1 attack
   *[other] { $attacks } attacks
} from { $from } to { $to }
attacks-heading-none = No line of a web, mail or login log was read
attacks-heading-older = No line of a web, mail or login log since then; the newest is of { $day }
attacks-counted = Counted by { $by }
attacks-by-day = day
attacks-by-target = target
attacks-by-country = country
attacks-by-network = network
attacks-column-lines = lines
attacks-column-sources = sources
attacks-column-bursts = bursts
attacks-column-attacks = attacks
attacks-column-started = started
attacks-column-targeted = targeted
attacks-column-background = background
attacks-total = all
attacks-quiet-days = { $count } days without any are not shown.
attacks-more-rows = { $count ->
    [one] 1 more row is not shown; --format json has it.
   *[other] { $count } more rows are not shown; --format json has them.
}
attacks-no-networks = No database names networks. One of autonomous systems (.mmdb) can stand in vigie.toml: [attacks] network_database = "FILE".
attacks-unknown = unknown
attacks-rule = How it is counted
attacks-rule-line = Lines: log lines that belong to an attack. Sources: the addresses they came from.
attacks-rule-burst = Bursts: lines of one address at one target without a pause of { $web } minutes (logins: { $login }). Other tools call this an alert or a ban.
attacks-rule-attack = Attacks: bursts less than { $join } hours apart, joined by network, tool, list of names, order of paths or payload.
attacks-rule-day = An attack counts on each day on which it has a line; "started" counts it once. By country or network it counts where most of its lines came from.
attacks-service = Does the service stand?
attacks-stands = As usual: { $requests } requests in the hour from { $hour } (usual: { $low } to { $high }), { $errors } % server errors.
attacks-errors = Many server errors: { $errors } % of { $requests } requests in the hour from { $hour }.
attacks-slow = Slow: in the hour from { $hour } one answer in twenty took { $took } or longer (slow from { $usual }), { $requests } requests, { $errors } % server errors.
attacks-latency = One answer in twenty took { $took } or longer (slow from { $usual }).
attacks-latency-new = One answer in twenty took { $took } or longer. What is usual is not known yet: that takes three earlier days.
attacks-latency-few = Too few answers in the last hour to say how long they took.
attacks-latency-none = How long answers took is not in these logs. nginx’s $request_time, Apache’s %D or IIS’s time-taken would say it.
attacks-above = More than usual: { $requests } requests in the hour from { $hour } (usual: { $low } to { $high }), { $errors } % server errors.
attacks-below = Less than usual: { $requests } requests in the hour from { $hour } (usual: { $low } to { $high }). Can people reach the site?
attacks-no-band = { $requests } requests in the hour from { $hour }, { $errors } % server errors. What is usual is not known yet: that takes three earlier days.
attacks-no-log = No access log was read, so that nothing can be said about the service.
attacks-no-hour = No request since then, so that nothing can be said about the service.
attacks-hour-old = That was { $hours } hours ago; nothing newer was read.
attacks-unusual-errors = { $from } – { $until }: many server errors, { $errors } % of { $requests } requests.
attacks-unusual-slow = { $from } – { $until }: answers took much longer than usual, { $requests } requests.
attacks-unusual-above = { $from } – { $until }: more than usual, { $requests } requests (usual: up to { $high } in these hours).
attacks-unusual-below = { $from } – { $until }: less than usual, { $requests } requests (usual: at least { $low } in these hours).
attacks-unusual-none = { $from } – { $until }: not one request (usual: at least { $low } in these hours). Could people reach the site, or was no log written?
attacks-unusual-more = { $count ->
    [one] 1 earlier stretch of such hours is not listed.
   *[other] { $count } earlier stretches of such hours are not listed.
}
attacks-list = Attacks
attacks-more = { $count ->
    [one] 1 more attack is not listed.
   *[other] { $count } more attacks are not listed.
}
attacks-row = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
}, { $sources ->
    [one] 1 address
   *[other] { $sources } addresses
}, { $bursts ->
    [one] 1 burst
   *[other] { $bursts } bursts
}
attacks-row-at = at { $targets }
attacks-row-more-targets = and { $count } more
attacks-row-tool = tool: { $tool }
attacks-row-joined = joined by { $reasons }
attacks-row-from = registered in { $countries }
attacks-label-brute-force = brute force
attacks-label-spraying = spraying
attacks-label-stuffing = stuffing
attacks-label-spray-or-stuffing = spraying or stuffing
attacks-label-scan = scan
attacks-label-flood = flood
attacks-label-forwarding-trial = tries whether the mail server forwards for strangers
attacks-label-refused-mail = mail turned away again and again
attacks-label-attempts = attempts
attacks-class-sql-injection = SQL injection
attacks-class-cross-site-scripting = cross-site scripting
attacks-class-path-traversal = path traversal
attacks-class-remote-file = remote file
attacks-class-command-injection = command injection
attacks-class-code-injection = code injection
attacks-class-template-injection = template injection
attacks-class-header-injection = header injection
attacks-class-known-exploit = known weakness
attacks-class-scanner-tool = scanning tool
attacks-class-sensitive-file = files not for visitors
attacks-class-open-redirect = open redirect
attacks-class-invalid-protocol = no HTTP
attacks-aim-targeted = names the house
attacks-aim-background = tried everywhere
attacks-aim-open = aim not shown
attacks-outcome-probe = probing, nothing that acts
attacks-outcome-attempt = attempt
attacks-outcome-answered = server answered normally: check
attacks-outcome-login = login after failures: ask the person
attacks-reason-same-source = same address
attacks-reason-same-network = same network
attacks-reason-same-tool = same tool
attacks-reason-user-names = same list of names
attacks-reason-path-order = same order of paths
attacks-reason-payloads = same payloads
attacks-reason-one-name = one name from many addresses
attacks-reason-wave = a wave of addresses
attacks-bans-heading = What fail2ban says it banned
attacks-bans = { $banned ->
    [one] 1 address banned
   *[other] { $banned } addresses banned
    }, { $in } of them in attacks counted here. Of the { $attacking } addresses in attacks, { $not } were not banned. A ban is another program’s judgement, by the rules of its own jails.
attacks-rest = In no attack
attacks-rest-all = Of all days that were read, whatever --since asks for.
attacks-rest-visitors = visitors and others who show nothing
attacks-rest-slips = slips: a few refused logins
attacks-rest-own-scanners = our own scanners
attacks-rest-monitors = uptime monitors
attacks-rest-crawlers = verified crawlers
attacks-origin-heading = Where addresses are registered: the last hop, not the author
attacks-origin = By { $databases }. { $unknown } % of the addresses are not in it. Rented servers, VPNs and broken-into machines stand anywhere: this does not say who ordered anything.
attacks-origin-none = No database of countries is named, and everything else works without. To add one, get an .mmdb file of countries (or Debian's tor-geoipdb) and name it in vigie.toml: [attacks] country_database = "FILE".
attacks-database = { $name } of { $date }
attacks-database-undated = { $name }, which gives no date
attacks-kinds = By kind of network
network-kind-hosting = rented servers
network-kind-vpn = VPN or proxy
network-kind-tor = Tor
network-kind-mobile = mobile telephones
network-kind-provider = homes and offices
network-kind-business = companies
network-kind-education = schools and universities
network-kind-government = authorities
attacks-caveats = What this does not show
attacks-caveat-log = A log holds no bodies of forms, no cookies and no passwords: what stands only there is not counted.
attacks-caveat-hand = One attack is not one hand. Bursts are joined because they look alike, and tools and lists are public.
attacks-caveat-answer = "Answered normally" is a status number. Most such answers ignored the attempt; only a look at the application tells.
attacks-why = Why are these addresses handed over? (goes on record)
hand-over-done = { $addresses ->
    [one] 1 address
   *[other] { $addresses } addresses
} of { $attacks ->
    [one] 1 attack
   *[other] { $attacks } attacks
} in { $file }, until { $until }
hand-over-not-applied = Nothing was applied. Read the file first; to load it:
hand-over-remark = Addresses of attacks, written by Vigie and applied by nobody. Take them off after { $until }.
hand-over-shared = { $count ->
    [one] 1 address that many people share (office, mobile network, school) was
   *[other] { $count } addresses that many people share (offices, mobile networks, schools) were
} left out.
hand-over-hidden = { $count ->
    [one] 1 address belongs
   *[other] { $count } addresses belong
} to a VPN or to Tor: others use it too.
hand-over-unknown = { $count ->
    [one] 1 address is
   *[other] { $count } addresses are
} no longer held.
hand-over-accepted = In { $count ->
    [one] 1 attack
   *[other] { $count } attacks
} a login was accepted after failures: ask the person before you block the address, it may be theirs.
hand-over-crawlers = Crawlers and monitors that vigie.toml names are not on it. Verify others before you block them: a search engine that is turned away forgets the site.
hand-over-jail = fail2ban needs a jail called “vigie”, with the action that you choose: the list bans in it and makes none.
hand-over-hop = An address is the last hop. Whoever has it tomorrow is somebody else.
