//! Words from the real `locales/`, and an invented brief of the usual size.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use jiff::tz::TimeZone;
use vigie_brief::model::{
    Activity, Assessment, AuthorHead, BlindSpot, Finding, FindingRef, Incident, Mark, MarkKind,
    Measure, MeasureState, NotRaised, Period, Recalled, RedLine, Reference, Reveal, Rumour, Series,
    Statement,
};
use vigie_brief::{Arg, BriefModel, FORMAT, Wall, Words};
use vigie_model::confidence::Confidence;
use vigie_model::finding::When;
use vigie_model::time::Timestamp;
use vigie_model::{FindingId, Revision};

/// The messages of a language; an unknown message stops the test.
pub(crate) struct Said {
    bundle: FluentBundle<FluentResource>,
    zone: TimeZone,
}

pub(crate) fn words(language: &str) -> Said {
    let files = match language {
        "fr" => [
            include_str!("../../../../locales/fr/common.ftl"),
            include_str!("../../../../locales/fr/brief.ftl"),
        ],
        _ => [
            include_str!("../../../../locales/en/common.ftl"),
            include_str!("../../../../locales/en/brief.ftl"),
        ],
    };
    let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
    bundle.set_use_isolating(false);
    for file in files {
        bundle.add_resource(FluentResource::try_new(file.to_owned()).unwrap()).unwrap();
    }
    Said { bundle, zone: TimeZone::get("Europe/Paris").unwrap() }
}

impl Words for Said {
    fn say(&self, id: &str, args: &[(&str, Arg)]) -> String {
        let mut given = FluentArgs::new();
        for (name, value) in args {
            given.set(
                (*name).to_owned(),
                match value {
                    Arg::Text(text) => FluentValue::from(text.as_str()),
                    Arg::Number(number) => FluentValue::from(*number),
                },
            );
        }
        let message = self.bundle.get_message(id).ok_or(id).unwrap();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(message.value().unwrap(), Some(&given), &mut errors);
        assert!(errors.is_empty(), "{id}: {errors:?}");
        said.into_owned()
    }

    fn wall(&self, at: Timestamp) -> Wall {
        let at = at.to_jiff().to_zoned(self.zone.clone());
        Wall {
            year: at.year(),
            month: at.month(),
            day: at.day(),
            weekday: at.weekday().to_monday_one_offset(),
            hour: at.hour(),
            minute: at.minute(),
        }
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

pub(crate) fn finding_ref(number: u8) -> FindingRef {
    let byte = number.wrapping_mul(37).wrapping_add(0x3f);
    FindingRef { id: FindingId([byte; 16]), revision: Revision([byte ^ 0x5a; 8]) }
}

/// A page's title, its limits and what was seen, in one language.
struct Seen<'a>(&'a str, &'a str, &'a str);

fn finding(
    number: u8,
    detector: &str,
    when: When,
    hours: [&str; 2],
    n: u64,
    seen: &Seen<'_>,
) -> Finding {
    let FindingRef { id, revision } = finding_ref(number);
    Finding {
        id,
        revision,
        detector: detector.to_owned(),
        title: seen.0.to_owned(),
        when,
        sentence: seen.2.to_owned(),
        first_at: at(hours[0]),
        last_at: at(hours[1]),
        evidence_count: n,
        provisional: number == 3,
        does_not_prove: seen.1.to_owned(),
        repeat: format!("vigie detect {detector} --commit 41 --only {}", id.short()),
    }
}

fn mark(kind: MarkKind, from: &str, until: Option<&str>, label: &str) -> Mark {
    Mark { kind, at: at(from), until: until.map(at), label: label.to_owned() }
}

/// Picks the language's text.
fn pick<'a>(language: &str, en: &'a str, fr: &'a str) -> &'a str {
    if language == "fr" { fr } else { en }
}

pub(crate) fn usual(language: &str) -> BriefModel {
    let t = |en: &'static str, fr: &'static str| pick(language, en, fr);
    BriefModel {
        format: FORMAT,
        id: "B-2027-04-13-1".to_owned(),
        language: language.to_owned(),
        title: t(
            "Ten days before the first round: one campaign of links, one attack on the mail",
            "Dix jours avant le premier tour : une campagne de liens, une attaque sur la messagerie",
        )
        .to_owned(),
        prepared_by: "Mira Sandoval".to_owned(),
        prepared_at: at("2027-04-13T06:41:00Z"),
        told_for: Some(at("2027-04-13T07:00:00Z")),
        timezone: "Europe/Paris".to_owned(),
        period: Period { from: at("2027-04-12T07:00:00Z"), to: at("2027-04-13T06:41:00Z") },
        commit: 41,
        head: "9c41d07be25a8813".to_owned(),
        heads: vec![AuthorHead { author: "mira-3f2a".to_owned(), seq: 57, hash: "9c".repeat(32) }],
        known: known(language),
        incidents: incidents(language),
        unjudged: vec![finding_ref(3)],
        unjudged_count: 1,
        findings: findings(language),
        activity: Some(activity()),
        blind_spots: blind_spots(language),
        measures: measures(language),
        red_lines: vec![RedLine {
            id: "R-leak".to_owned(),
            condition: t(
                "internal documents appear in public",
                "des documents internes paraissent en public",
            )
            .to_owned(),
            who: "Ines Tavel".to_owned(),
            calls: t("the lawyer and the national agency", "l’avocat et l’agence nationale")
                .to_owned(),
            within_minutes: 30,
            crossed: false,
        }],
        rumours: vec![Rumour {
            code: "RUM-7".to_owned(),
            category: t("private life", "vie privée").to_owned(),
            sealed: true,
            since: at("2027-04-05T08:00:00Z"),
            matched: Some(214),
            accounts: Some(96),
            trend: vec![0, 2, 3, 9, 24, 61, 70, 45],
            last_at: Some(at("2027-04-13T05:52:00Z")),
            decision: None,
        }],
        not_raised: vec![NotRaised {
            what: t("Newsroom scheduler", "Programmateur d’une rédaction").to_owned(),
            reason: t(
                "six accounts of one outlet share its links within seconds: one organisation, declared",
                "six comptes d’un même titre partagent ses liens en quelques secondes : une seule organisation, déclarée",
            )
            .to_owned(),
        }],
        recalled: vec![Recalled {
            id: "B-2027-04-12-1".to_owned(),
            at: at("2027-04-12T15:20:00Z"),
            reason: t("one figure counted a file twice", "un chiffre comptait un fichier deux fois")
                .to_owned(),
        }],
        reveals: vec![Reveal {
            what: "F-3f3f3f3f3f".to_owned(),
            at: at("2027-04-12T16:02:00Z"),
            who: Some("mira-3f2a".to_owned()),
            reason: t("to warn the account’s owner", "pour avertir le titulaire du compte").to_owned(),
        }],
        files: std::collections::BTreeMap::new(),
    }
}

fn blind_spots(language: &str) -> Vec<BlindSpot> {
    let t = |en: &'static str, fr: &'static str| pick(language, en, fr);
    vec![
        BlindSpot {
            source: "co-sharing".to_owned(),
            host: Some("forum".to_owned()),
            last_at: Some(at("2027-04-13T02:10:00Z")),
            gap_from: Some(at("2027-04-12T21:00:00Z")),
            gap_to: Some(at("2027-04-13T00:30:00Z")),
            why: t("the export was late", "l’export est arrivé en retard").to_owned(),
        },
        BlindSpot {
            source: "sshd".to_owned(),
            host: Some("mail2".to_owned()),
            last_at: None,
            gap_from: None,
            gap_to: None,
            why: t("no log has ever been read", "aucun journal n’a été lu").to_owned(),
        },
    ]
}

fn known(language: &str) -> Vec<Statement> {
    let t = |en: &'static str, fr: &'static str| pick(language, en, fr).to_owned();
    vec![
        Statement {
            text: t(
                "Two groups of accounts pushed the same four links within seconds of each other, 38 times since Friday.",
                "Deux groupes de comptes ont poussé les quatre mêmes liens à quelques secondes d’écart, 38 fois depuis vendredi.",
            ),
            when: Some(When::Today),
            how_sure: Some(Confidence::HighlyLikely),
            refs: vec![
                Reference::Finding(finding_ref(0)),
                Reference::Incident {
                    id: "I-01JZ0000000000000000000007".to_owned(),
                    alias: "I-0007".to_owned(),
                },
            ],
            repeat: Some("vigie explain F-3f3f3f3f3f".to_owned()),
            unsupported: false,
        },
        Statement {
            text: t(
                "The mail server was asked for 4,112 passwords in one night; one login was accepted after failures, and its owner has been asked.",
                "Le serveur de messagerie s’est vu demander 4 112 mots de passe en une nuit ; une connexion a été acceptée après des échecs, et son titulaire a été interrogé.",
            ),
            when: Some(When::Now),
            how_sure: Some(Confidence::Likely),
            refs: vec![
                Reference::Finding(finding_ref(1)),
                Reference::Measure { id: "M-second-factor".to_owned() },
            ],
            repeat: Some("vigie explain F-6464646464".to_owned()),
            unsupported: false,
        },
        Statement {
            text: t(
                "Two in three of these addresses stand in one country; the place of an address is not its author.",
                "Deux de ces adresses sur 3 se trouvent dans un même pays ; le lieu d’une adresse n’est pas son auteur.",
            ),
            when: Some(When::Note),
            how_sure: None,
            refs: Vec::new(),
            repeat: None,
            unsupported: language == "fr",
        },
    ]
}

fn incidents(language: &str) -> Vec<Incident> {
    let t = |en: &'static str, fr: &'static str| pick(language, en, fr).to_owned();
    let assessment = |how_sure, text| {
        let (at, author) = (at("2027-04-13T06:20:00Z"), "Mira Sandoval".to_owned());
        Some(Assessment { how_sure, text, at, author })
    };
    vec![
        Incident {
            id: "I-01JZ0000000000000000000009".to_owned(),
            alias: "I-0009".to_owned(),
            title: t(
                "Passwords guessed on the mail server",
                "Mots de passe essayés sur la messagerie",
            ),
            when: When::Now,
            open: true,
            assessment: assessment(
                Confidence::Likely,
                t(
                    "One person with a bought list of names. The accepted login is being checked by telephone; until then we treat the mailbox as open.",
                    "Une seule personne avec une liste de noms achetée. La connexion acceptée est vérifiée par téléphone ; d’ici là, la boîte est tenue pour ouverte.",
                ),
            ),
            findings: vec![finding_ref(1), finding_ref(2)],
            first_at: Some(at("2027-04-12T22:04:00Z")),
            last_at: Some(at("2027-04-13T04:51:00Z")),
            marks: vec![
                mark(
                    MarkKind::Attack,
                    "2027-04-12T22:04:00Z",
                    Some("2027-04-13T04:51:00Z"),
                    "F-6464646464",
                ),
                mark(MarkKind::Judgement, "2027-04-13T06:20:00Z", None, &t("assessed", "évalué")),
                mark(
                    MarkKind::Response,
                    "2027-04-13T06:30:00Z",
                    None,
                    &t("owner called", "titulaire appelé"),
                ),
            ],
        },
        Incident {
            id: "I-01JZ0000000000000000000007".to_owned(),
            alias: "I-0007".to_owned(),
            title: t("The same links at the same second", "Les mêmes liens à la même seconde"),
            when: When::Today,
            open: true,
            assessment: assessment(
                Confidence::HighlyLikely,
                t(
                    "The accounts act together. We do not say for whom; two of them have done so since March.",
                    "Les comptes agissent ensemble. Nous ne disons pas pour qui ; deux d’entre eux le font depuis mars.",
                ),
            ),
            findings: vec![finding_ref(0)],
            first_at: Some(at("2027-04-09T16:00:00Z")),
            last_at: Some(at("2027-04-12T20:17:00Z")),
            marks: vec![
                mark(
                    MarkKind::Act,
                    "2027-04-09T16:00:00Z",
                    Some("2027-04-10T03:00:00Z"),
                    "F-3f3f3f3f3f",
                ),
                mark(
                    MarkKind::Act,
                    "2027-04-11T15:00:00Z",
                    Some("2027-04-12T20:17:00Z"),
                    "F-3f3f3f3f3f",
                ),
                mark(
                    MarkKind::Statement,
                    "2027-04-11T09:00:00Z",
                    None,
                    &t("a site repeats it", "un site le reprend"),
                ),
                mark(MarkKind::Judgement, "2027-04-13T06:20:00Z", None, &t("assessed", "évalué")),
            ],
        },
    ]
}

fn findings(language: &str) -> Vec<Finding> {
    let t = |en: &'static str, fr: &'static str| pick(language, en, fr);
    let together = Seen(
        t("Same object, together", "Même objet, ensemble"),
        t(
            "Activists, parties and newsrooms act together too; closeness in time says nothing about who asked for it.",
            "Militants, partis et rédactions agissent aussi ensemble ; la proximité dans le temps ne dit rien de qui l’a demandé.",
        ),
        t(
            "A-00000000000000aa and A-00000000000000bb shared 4 links 38 times, each within 9 s.",
            "A-00000000000000aa et A-00000000000000bb ont partagé 4 liens 38 fois, chaque fois en moins de 9 s.",
        ),
    );
    let guessing = Seen(
        t("Login guessing", "Mots de passe essayés"),
        t(
            "That anybody got in. A server that accepts a login says nothing about who typed it.",
            "Que quelqu’un soit entré. Un serveur qui accepte une connexion ne dit rien de qui l’a tapée.",
        ),
        t(
            "192.0.2.7 and 13 other addresses tried 4,112 logins on mail1.",
            "192.0.2.7 et 13 autres adresses ont essayé 4 112 connexions sur mail1.",
        ),
    );
    let list = Seen(
        t("Shared login list", "Liste de noms partagée"),
        guessing.1,
        t(
            "14 addresses tried the same 61 names in the same order.",
            "14 adresses ont essayé les mêmes 61 noms dans le même ordre.",
        ),
    );
    let late = Seen(
        together.0,
        together.1,
        t(
            "A-00000000000000cc and A-00000000000000dd shared 3 links within 20 s.",
            "A-00000000000000cc et A-00000000000000dd ont partagé 3 liens en moins de 20 s.",
        ),
    );
    let night = ["2027-04-12T22:04:00Z", "2027-04-13T04:51:00Z"];
    let days = ["2027-04-09T16:00:00Z", "2027-04-12T20:17:00Z"];
    let morning = ["2027-04-13T05:10:00Z", "2027-04-13T05:58:00Z"];
    vec![
        finding(0, "same-object-together", When::Today, days, 76, &together),
        finding(1, "login-guessing", When::Now, night, 4_112, &guessing),
        finding(2, "shared-login-list", When::Today, night, 854, &list),
        finding(3, "same-object-together", When::Note, morning, 6, &late),
    ]
}

fn activity() -> Activity {
    let wave = |height: u64, shift: u64| -> Vec<u64> {
        (0..48)
            .map(|hour: u64| {
                let day = (hour + shift) % 24;
                height * (6 + day * (24 - day)) / 150 + (hour * 7 + shift) % 5
            })
            .collect()
    };
    let mut logins = wave(20, 3);
    for (hour, count) in (36..43).zip(&mut logins[36..43]) {
        *count = 520 + (hour * 31) % 90;
    }
    Activity {
        from: at("2027-04-11T06:00:00Z"),
        step_s: 3_600,
        series: vec![
            Series { what: "publications".to_owned(), counts: wave(900, 4) },
            Series { what: "requests".to_owned(), counts: wave(5_200, 0) },
            Series { what: "logins".to_owned(), counts: logins },
        ],
        repeat: "vigie today --since 2027-04-11".to_owned(),
    }
}

fn measures(language: &str) -> Vec<Measure> {
    let t = |en: &'static str, fr: &'static str| pick(language, en, fr).to_owned();
    let measure =
        |id: &str, measure, asset, owner: &str, due: &str, state, of: Option<(u64, u64)>| Measure {
            id: id.to_owned(),
            asset,
            measure,
            owner: owner.to_owned(),
            due: Some(due.to_owned()).filter(|due| !due.is_empty()),
            state,
            done: of.map(|of| of.0),
            of: of.map(|of| of.1),
            evidence: String::new(),
        };
    let mail = || t("staff mail", "messagerie de l’équipe");
    let site = || t("public website", "site public");
    let domain = || t("campaign domain", "domaine de campagne");
    vec![
        measure(
            "M-dmarc",
            t("DMARC enforcement", "DMARC en rejet"),
            domain(),
            "Ada Ferrand",
            "2027-03-20",
            MeasureState::InPlace,
            None,
        ),
        measure(
            "M-second-factor",
            t("Second factor", "Second facteur"),
            mail(),
            "Ines Tavel",
            "2027-04-10",
            MeasureState::Overdue,
            Some((31, 34)),
        ),
        measure(
            "M-backups",
            t("Backups read back", "Sauvegardes relues"),
            site(),
            "Hugo Lenk",
            "2027-04-15",
            MeasureState::Planned,
            None,
        ),
        measure(
            "M-domain-lock",
            t("Domain lock", "Verrou de domaine"),
            domain(),
            "Ada Ferrand",
            "",
            MeasureState::InPlace,
            None,
        ),
    ]
}
