use super::*;
use crate::output::testing::shown;
use vigie_app::demo::{Measured, Shortfall};
use vigie_app::words::Language;

fn decoy(id: &'static str, measured: Option<Measured>) -> DecoyView {
    DecoyView {
        id,
        what: "a party's activists share one link in one hour, because they were asked to",
        findings: if measured.is_none() { vec!["F-3f9a1c2b44".into(); 6] } else { Vec::new() },
        must: measured.is_none().then_some("CO-4"),
        measured,
    }
}

fn report() -> Shown {
    let planted = |id, findings: Vec<String>| PlantedView {
        id,
        why: "twelve accounts that share the same links within seconds",
        detector: "same-object-together",
        named: findings.len() * 11,
        subjects: 12,
        findings,
    };
    let shortfall =
        |name: &str, measured, wanted| Shortfall { name: name.into(), measured, wanted };
    Shown {
        report: DemoReport {
            seed: 2027,
            lines: [20_000, 100_000, 20_000],
            ingest: Vec::new(),
            planted: vec![
                planted("link-ring", vec!["F-3f9a1c2b44".into()]),
                planted("slow-ring", Vec::new()),
            ],
            decoys: vec![
                decoy(
                    "activists-hour",
                    Some(Measured::Below {
                        detector: "same-object-together".into(),
                        values: vec![
                            shortfall("objects", 2.0, 3.0),
                            shortfall("shared_names", 5.0, 4.0),
                        ],
                    }),
                ),
                decoy(
                    "old-phone",
                    Some(Measured::Nothing {
                        detector: "login-guessing".into(),
                        lowered: vec!["min_failures=2".into()],
                    }),
                ),
                decoy("uptime-monitor", Some(Measured::NotRead { lines: 1_440 })),
                decoy("newsroom-scheduler", None),
            ],
            others: vec!["F-00".into()],
            findings: 8,
            next: Some("F-3f9a1c2b44".into()),
            morning: None,
        },
        kept_in: None,
    }
}

#[test]
fn planted_decoys_and_reasons_are_shown() {
    insta::assert_snapshot!(shown(&report(), Language::English), @"
    An invented season, seed 2027
    20,000 posts, 100,000 web requests and 20,000 login lines, all invented

    Planted: 1 of 2 found
      found        link-ring  same-object-together · 11 of 12 named
                   twelve accounts that share the same links within seconds
                   F-3f9a1c2b44
      missed       slow-ring  same-object-together · 0 of 12 named
                   twelve accounts that share the same links within seconds

    Decoys: 3 of 4 left alone
      left alone   activists-hour
                   a party's activists share one link in one hour, because they were
                   asked to
                   → same-object-together measured objects 2 where 3 are asked for
      left alone   old-phone
                   a party's activists share one link in one hour, because they were
                   asked to
                   → login-guessing shows nothing of it, even with min_failures=2
      left alone   uptime-monitor
                   a party's activists share one link in one hour, because they were
                   asked to
                   → no detector reads such lines yet (1,440 are held)
      raised       newsroom-scheduler
                   a party's activists share one link in one hour, because they were
                   asked to
                   F-3f9a1c2b44 · F-3f9a1c2b44 · F-3f9a1c2b44 · F-3f9a1c2b44 · and 2
                   more
                   → today’s detectors cannot tell it apart; CO-4 will

    8 findings in all, 1 of them neither planted nor a decoy.

    Next: vigie demo --keep season
          vigie init --help
    ");
    insta::assert_snapshot!(shown(&report(), Language::French), @"
    Une saison inventée, graine 2027
    20 000 messages, 100 000 requêtes web et 20 000 lignes de connexion, tous inventés

    Plantés : 1 trouvé sur 2
      trouvé       link-ring  same-object-together · 11 nommés sur 12
                   twelve accounts that share the same links within seconds
                   F-3f9a1c2b44
      manqué       slow-ring  same-object-together · 0 nommé sur 12
                   twelve accounts that share the same links within seconds

    Leurres : 3 laissés tranquilles sur 4
      laissé       activists-hour
                   trente adhérents d’un parti partagent le même lien du parti dans
                   la même heure, cinq soirs
                   → same-object-together a mesuré objects 2 pour 3 demandés
      laissé       old-phone
                   a party's activists share one link in one hour, because they were
                   asked to
                   → login-guessing n’en montre rien, même avec min_failures=2
      laissé       uptime-monitor
                   une adresse demande /health chaque minute pile et reçoit 200
                   → aucun détecteur ne lit encore ces lignes (1 440 sont gardées)
      signalé      newsroom-scheduler
                   les cinq comptes d’une rédaction publient chaque article à la
                   même seconde, quatorze fois
                   F-3f9a1c2b44 · F-3f9a1c2b44 · F-3f9a1c2b44 · F-3f9a1c2b44 · et 2
                   autres
                   → les détecteurs d’aujourd’hui ne le distinguent pas ; CO-4 le
                     fera

    8 constats en tout, dont 1 ni planté ni leurre.

    Ensuite : vigie demo --keep season
              vigie init --help
    ");
}

#[test]
fn a_kept_season_can_be_looked_into() {
    let kept = Shown { kept_in: Some("season".into()), ..report() };
    let text = shown(&kept, Language::English);
    assert!(
        text.ends_with(
            "Next: vigie explain F-3f9a1c2b44 -C season\n      vigie verify -C season\n"
        )
    );
}

#[test]
fn sizes_are_words_or_numbers_of_posts() {
    assert_eq!(size("full"), Ok(Size::FULL));
    assert_eq!(size("20000"), Ok(Size::DEMO));
    assert!(size("huge").is_err());
    assert!(size("1999").is_err());
    assert_eq!(size("2000").map(|size| size.login_lines), Ok(Size::LEAST.login_lines));
}
