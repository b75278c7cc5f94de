//! One line for each message that the daemon writes, invented, by version where they differ.

use super::*;

/// Outcome, method, user (`!` when unknown), source.
fn shown(message: &str) -> String {
    let Some(said) = read(message) else { return "-".to_owned() };
    let user = said.user.map(|user| format!(" {}{user}", if said.user_known { "" } else { "!" }));
    let method = said.method.map(|method| format!(" ({method})"));
    let source = said.source.map(|source| format!(" @{source}"));
    let parts = [method, user, source].map(Option::unwrap_or_default).concat();
    format!("{}{parts}", said.outcome.word())
}

#[test]
fn attempts_are_read_in_every_version() {
    for (message, expected) in [
        (
            "Failed password for root from 192.0.2.7 port 40022 ssh2",
            "failed (password) root @192.0.2.7",
        ),
        (
            "Failed none for invalid user a b from 2001:db8::7 port 1 ssh2 [preauth]",
            "failed (none) !a b @2001:db8::7",
        ),
        (
            "Failed keyboard-interactive/pam for illegal user x from ::ffff:192.0.2.7 port 1 ssh2",
            "failed (keyboard-interactive/pam) !x @192.0.2.7",
        ),
        (
            "Failed password for invalid user  from 192.0.2.7 port 1 ssh2",
            "failed (password) ! @192.0.2.7",
        ),
        ("Failed password for root from 192.0.2.7", "failed (password) root @192.0.2.7"),
        ("Failed password for root", "failed (password) root"),
        (
            "Failed publickey for eve from 192.0.2.7 port 1 ssh2: ED25519 SHA256:abc",
            "failed (publickey) eve @192.0.2.7",
        ),
        (
            "Accepted password for eve from 192.0.2.7 port 1 ssh2",
            "accepted (password) eve @192.0.2.7",
        ),
        (
            "Accepted publickey for eve from 192.0.2.7 port 1 ssh2: RSA-CERT SHA256:a ID eve key (serial 0) CA RSA SHA256:b",
            "accepted (publickey) eve @192.0.2.7",
        ),
        (
            "Postponed publickey for eve from 192.0.2.7 port 1 ssh2 [preauth]",
            "other (publickey) eve @192.0.2.7",
        ),
        (
            "error: maximum authentication attempts exceeded for invalid user x from 192.0.2.7 port 1 ssh2 [preauth]",
            "disconnected !x @192.0.2.7",
        ),
        (
            "message repeated 3 times: [ Failed password for root from 192.0.2.7 port 1 ssh2]",
            "failed (password) root @192.0.2.7",
        ),
        (
            "[ID 800047 auth.info] Failed password for root from 192.0.2.7 port 1 ssh2",
            "failed (password) root @192.0.2.7",
        ),
    ] {
        assert_eq!(shown(message), expected, "{message}");
    }
}

#[test]
fn users_that_do_not_exist_or_may_not_log_in_are_told_apart() {
    for (message, expected) in [
        ("Invalid user admin from 192.0.2.7 port 1", "invalid_user !admin @192.0.2.7"),
        ("Illegal user admin from 192.0.2.7", "invalid_user !admin @192.0.2.7"),
        ("Invalid user  from 192.0.2.7 port 1", "invalid_user ! @192.0.2.7"),
        ("input_userauth_request: invalid user admin [preauth]", "invalid_user !admin"),
        (
            "User eve from gw.campagne.example not allowed because not listed in AllowUsers",
            "invalid_user eve @gw.campagne.example",
        ),
        ("User eve not allowed because account is locked", "invalid_user eve"),
        ("ROOT LOGIN REFUSED FROM 192.0.2.7 port 1 [preauth]", "invalid_user @192.0.2.7"),
        ("Access denied for user eve by PAM account configuration [preauth]", "invalid_user eve"),
        (
            "Authentication tried for eve with correct key but not from a permitted host (host=gw.example, ip=192.0.2.7).",
            "failed (publickey) eve @192.0.2.7",
        ),
    ] {
        assert_eq!(shown(message), expected, "{message}");
    }
}

#[test]
fn peers_that_left_or_were_cut_off_are_read() {
    for (message, expected) in [
        ("Connection closed by 192.0.2.7 port 1 [preauth]", "preauth_closed @192.0.2.7"),
        ("Connection closed by 192.0.2.7", "other @192.0.2.7"),
        (
            "Connection closed by invalid user a b 192.0.2.7 port 1 [preauth]",
            "disconnected !a b @192.0.2.7",
        ),
        (
            "Connection reset by authenticating user eve 2001:db8::7 port 1 [preauth]",
            "disconnected eve @2001:db8::7",
        ),
        ("Disconnected from user eve 192.0.2.7 port 1", "other eve @192.0.2.7"),
        ("Disconnected from 192.0.2.7 port 1", "other @192.0.2.7"),
        (
            "Disconnecting invalid user x 192.0.2.7 port 1: Too many authentication failures [preauth]",
            "disconnected !x @192.0.2.7",
        ),
        ("Disconnecting: Too many authentication failures for eve [preauth]", "disconnected !eve"),
        ("Disconnecting: Too many authentication failures [preauth]", "preauth_closed"),
        (
            "Received disconnect from 192.0.2.7 port 1:11: Bye Bye [preauth]",
            "preauth_closed @192.0.2.7",
        ),
        (
            "error: Received disconnect from 2001:db8::7: 3: com.jcraft: Auth fail [preauth]",
            "preauth_closed @2001:db8::7",
        ),
        (
            "Did not receive identification string from 192.0.2.7 port 1",
            "preauth_closed @192.0.2.7",
        ),
        ("Did not receive identification string from UNKNOWN", "preauth_closed"),
        (
            "Bad protocol version identification 'GET / from 203.0.113.1 port 2' from 192.0.2.7 port 1",
            "preauth_closed @192.0.2.7",
        ),
        (
            "fatal: Unable to negotiate with 192.0.2.7 port 1: no matching cipher found. Their offer: x [preauth]",
            "preauth_closed @192.0.2.7",
        ),
        ("fatal: Timeout before authentication for 192.0.2.7 port 1", "preauth_closed @192.0.2.7"),
        (
            "Timeout before authentication for connection from 192.0.2.7 to 198.51.100.1, pid = 5",
            "preauth_closed @192.0.2.7",
        ),
        (
            "banner exchange: Connection from 192.0.2.7 port 1: invalid format",
            "preauth_closed @192.0.2.7",
        ),
        (
            "drop connection #3 from [192.0.2.7]:1 on [198.51.100.1]:22 past MaxStartups",
            "preauth_closed @192.0.2.7",
        ),
        ("refused connect from scan.example (192.0.2.7)", "preauth_closed @192.0.2.7"),
        (
            "ssh_dispatch_run_fatal: Connection from authenticating user eve 192.0.2.7 port 1: Broken pipe [preauth]",
            "disconnected eve @192.0.2.7",
        ),
    ] {
        assert_eq!(shown(message), expected, "{message}");
    }
}

#[test]
fn pam_speaks_for_itself() {
    for (message, expected) in [
        (
            "error: PAM: Authentication failure for illegal user x from 192.0.2.7",
            "failed (pam) !x @192.0.2.7",
        ),
        (
            "error: PAM: authentication error for eve from 192.0.2.7 via 198.51.100.1",
            "failed (pam) eve @192.0.2.7",
        ),
        (
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7  user=eve",
            "failed (pam) eve @192.0.2.7",
        ),
        (
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7 ",
            "failed (pam) @192.0.2.7",
        ),
        (
            "pam_ldap(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7 user=x rhost=203.0.113.1",
            "failed (pam) !x rhost=203.0.113.1 @192.0.2.7",
        ),
        (
            "PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7  user=eve",
            "other (pam) !eve @192.0.2.7",
        ),
    ] {
        assert_eq!(shown(message), expected, "{message}");
    }
}

#[test]
fn other_words_about_a_peer_are_kept_and_the_rest_left_out() {
    for (message, expected) in [
        (
            "Connection from 192.0.2.7 port 1 on 198.51.100.1 port 22 rdomain \"\"",
            "other @192.0.2.7",
        ),
        (
            "reverse mapping checking getaddrinfo for evil.example [192.0.2.7] failed - POSSIBLE BREAK-IN ATTEMPT!",
            "other @192.0.2.7",
        ),
        (
            "Address 192.0.2.7 maps to evil.example, but this does not map back to the address",
            "other @192.0.2.7",
        ),
        ("Starting session: shell on pts/0 for eve from 192.0.2.7 port 1 id 0", "other @192.0.2.7"),
        ("Server listening on 0.0.0.0 port 22.", "-"),
        ("pam_unix(sshd:session): session opened for user eve", "-"),
        ("Received signal 15; terminating.", "-"),
        ("", "-"),
    ] {
        assert_eq!(shown(message), expected, "{message}");
    }
}

/// The true peer is always 192.0.2.7; every other address was typed by the client.
#[test]
fn no_name_forges_a_source() {
    for (message, expected) in [
        (
            "Failed password for invalid user x from 203.0.113.1 port 22 ssh2 from 192.0.2.7 port 1 ssh2",
            "failed (password) !x from 203.0.113.1 port 22 ssh2 @192.0.2.7",
        ),
        (
            "Failed password for invalid user x from 203.0.113.1 port 22 ssh2: from 192.0.2.7 port 1 ssh2",
            "failed (password) !x from 203.0.113.1 port 22 ssh2: @192.0.2.7",
        ),
        (
            "Invalid user x from 203.0.113.1 port 22 from 192.0.2.7 port 1",
            "invalid_user !x from 203.0.113.1 port 22 @192.0.2.7",
        ),
        (
            "Connection closed by invalid user x 203.0.113.1 port 22 192.0.2.7 port 1 [preauth]",
            "disconnected !x 203.0.113.1 port 22 @192.0.2.7",
        ),
        (
            "Failed publickey for x from 192.0.2.7 port 1 ssh2: RSA-CERT SHA256:a ID k from 203.0.113.1 port 22 ssh2 (serial 0) CA RSA SHA256:b",
            "failed (publickey) x @192.0.2.7",
        ),
        (
            "Failed publickey for invalid user x from 203.0.113.1 port 22 ssh2: hi from 192.0.2.7 port 1 ssh2: RSA SHA256:a",
            "failed (publickey) !x from 203.0.113.1 port 22 ssh2: hi @192.0.2.7",
        ),
        (
            "Disconnecting invalid user x 192.0.2.7 port 1: Change of username or service not allowed: (x,ssh-connection) -> (y 203.0.113.1 port 22: z,ssh-connection) [preauth]",
            "disconnected !x @192.0.2.7",
        ),
        (
            "error: PAM: Authentication failure for illegal user x from 203.0.113.1 via from 192.0.2.7",
            "failed (pam) !x from 203.0.113.1 via @192.0.2.7",
        ),
    ] {
        assert_eq!(shown(message), expected, "{message}");
    }
}

/// Two readings are possible: the name may hold a whole key, or the key id a whole address.
#[test]
fn when_two_readings_remain_no_source_is_named() {
    let message = "Failed publickey for invalid user x from 203.0.113.1 port 22 ssh2: RSA-CERT SHA256:a ID k \
        from 192.0.2.7 port 1 ssh2: RSA-CERT SHA256:a ID k (serial 0) CA RSA SHA256:b";
    assert_eq!(shown(message), "failed (publickey)");
}
