use super::*;

fn read(text: &str) -> String {
    let part = |part: &ClaimPart| {
        let what = serde_json::to_string(&part.part).unwrap();
        format!("  {} <- {}\n", what, part.span.of(text))
    };
    format!("{text}\n{}", claim_parts(text).iter().map(part).collect::<String>())
}

#[test]
fn a_sentence_about_attacks_is_taken_apart() {
    let said = [
        "hundreds of attacks a day, half of them from Ukraine",
        "des centaines d’attaques par jour, dont la moitié vient d’Ukraine",
        "185,000 visits in 15 minutes, with the attacks coming mainly from Russia and China",
        "Notre site et nos serveurs de messagerie subissent plus de 2 000 tentatives chaque jour.",
        "Half of the attacks come from Ukraine, which is known for its links to hackers",
        "Russian hackers ordered by Moscow sent 300 phishing e-mails last week",
        "un tiers des connexions provenaient d’adresses russes",
        "Hello, nothing is claimed here.",
    ];
    let all: Vec<String> = said.iter().map(|text| read(text)).collect();
    insta::assert_snapshot!(all.join("\n"), @r###"
    hundreds of attacks a day, half of them from Ukraine
      {"part":"count","amount":{"low":200.0,"high":999.0,"is_share":false},"unit":"attacks"} <- hundreds of attacks
      {"part":"every","every":"day"} <- a day
      {"part":"share","amount":{"low":0.45,"high":0.55,"is_share":true},"of":"attacks"} <- half
      {"part":"origin","country":"UA","named":"name"} <- Ukraine

    des centaines d’attaques par jour, dont la moitié vient d’Ukraine
      {"part":"count","amount":{"low":200.0,"high":999.0,"is_share":false},"unit":"attacks"} <- des centaines d’attaques
      {"part":"every","every":"day"} <- par jour
      {"part":"share","amount":{"low":0.45,"high":0.55,"is_share":true},"of":"attacks"} <- la moitié
      {"part":"origin","country":"UA","named":"name"} <- Ukraine

    185,000 visits in 15 minutes, with the attacks coming mainly from Russia and China
      {"part":"count","amount":{"low":185000.0,"high":185000.0,"is_share":false},"unit":"requests"} <- 185,000 visits
      {"part":"within","amount":{"low":15.0,"high":15.0,"is_share":false},"every":"minute"} <- in 15 minutes
      {"part":"origin","country":"RU","named":"name"} <- Russia
      {"part":"origin","country":"CN","named":"name"} <- China

    Notre site et nos serveurs de messagerie subissent plus de 2 000 tentatives chaque jour.
      {"part":"on","target":"web"} <- site
      {"part":"on","target":"mail"} <- serveurs de messagerie
      {"part":"count","amount":{"low":2000.0,"high":null,"is_share":false,"above":true},"unit":"attempts"} <- plus de 2 000 tentatives
      {"part":"every","every":"day"} <- chaque jour

    Half of the attacks come from Ukraine, which is known for its links to hackers
      {"part":"share","amount":{"low":0.45,"high":0.55,"is_share":true},"of":"attacks"} <- Half
      {"part":"origin","country":"UA","named":"name"} <- Ukraine
      {"part":"reputation"} <- known for its links to hackers

    Russian hackers ordered by Moscow sent 300 phishing e-mails last week
      {"part":"author"} <- Russian hackers
      {"part":"author"} <- ordered by Moscow
      {"part":"count","amount":{"low":300.0,"high":300.0,"is_share":false},"unit":"mails"} <- 300 phishing e-mails
      {"part":"during","period":{"when":{"week":-1},"edge":"in","parts_of_days":false}} <- last week

    un tiers des connexions provenaient d’adresses russes
      {"part":"share","amount":{"low":0.283,"high":0.383,"is_share":true},"of":"lines"} <- un tiers
      {"part":"origin","country":"RU","named":"demonym"} <- russes

    Hello, nothing is claimed here.
    "###);
}

/// In short: what a test is about stands on one line.
fn short(text: &str) -> String {
    let number = |amount: &Amount| {
        let (above, below) =
            (if amount.above { ">" } else { "" }, if amount.below { "<" } else { "" });
        format!("{above}{}..{below}{}", amount.low, amount.high)
    };
    let today = crate::Day::new(2026, 11, 23).unwrap();
    let one = |part: &ClaimPart| match &part.part {
        Part::Count { amount, unit } => format!("{} {unit:?}", number(amount)),
        Part::Share { amount, of } => format!("share {} of {of:?}", number(amount)),
        Part::Change { amount } => format!("change {}", number(amount)),
        Part::During { period } => {
            let (from, to) = period.days(today).unwrap();
            let shown =
                |day: Option<crate::Day>| day.map_or_else(String::new, |day| day.to_string());
            let parts = if period.parts_of_days { " in part" } else { "" };
            format!("{}..{}{parts}", shown(from), shown(to))
        }
        Part::Every { every } => format!("every {every:?}"),
        Part::Within { every, .. } => format!("within {every:?}"),
        Part::On { target } => format!("on {target:?}"),
        Part::Origin { country, .. } => country.clone(),
        other => format!("{other:?}"),
    };
    let parts: Vec<String> = claim_parts(text).iter().map(one).collect();
    format!("{text} -> {}\n", parts.join("; "))
}

fn table(said: &[&str]) -> String {
    said.iter().map(|text| short(text)).collect()
}

/// The day of speaking is Monday, 23 November 2026.
#[test]
fn named_days_and_periods_are_read_in_both_languages() {
    insta::assert_snapshot!(table(&[
        "more than 300 attacks yesterday",
        "plus de 300 attaques hier",
        "300 attaques avant-hier soir",
        "300 attacks last week",
        "300 attaques la semaine dernière",
        "300 attacks last Tuesday",
        "300 attaques mardi dernier",
        "300 attacks on Monday",
        "300 attacks last Monday",
        "300 attacks every Monday",
        "414 attacks on 9 November",
        "les attaques du 12 novembre 2026 : 414",
        "on November 9, 2026, 300 attacks",
        "le 1er novembre, 300 attaques",
        "on Tuesday 10 November, 300 attacks",
        "300 attacks in the last 24 hours",
        "300 attaques ces dernières 24 heures",
        "au cours des 24 dernières heures, 300 attaques",
        "300 attacks over the past week",
        "300 attaques ces 7 derniers jours",
        "300 attacks this month",
        "300 attaques ce mois-ci",
        "300 attacks since Monday",
        "300 attaques depuis lundi",
        "300 attaques depuis trois jours",
        "attacks doubled since last week",
        "300 attacks two days ago",
        "il y a deux jours, 300 attaques",
        "300 attaques il y a une semaine",
        "300 attacks from 9 to 12 November",
        "300 attaques du 9 au 12 novembre 2026",
        "entre le 9 et le 12 novembre, 300 attaques",
        "300 attacks in November 2026",
        "300 attaques en novembre",
        "300 attacks in 2025",
        "300 attaques avant le 12 novembre",
        "300 attacks on 2026-11-12",
        "300 attaques le 12/11/2026",
        "300 attaques aujourd’hui",
        "300 attacks at the weekend",
        "300 attaques demain",
        "There may 300 attacks march on",
        "300 attaques le 31 décembre",
    ]), @r###"
    more than 300 attacks yesterday -> >300..inf Attacks; 2026-11-22..2026-11-22
    plus de 300 attaques hier -> >300..inf Attacks; 2026-11-22..2026-11-22
    300 attaques avant-hier soir -> 300..300 Attacks; 2026-11-21..2026-11-21
    300 attacks last week -> 300..300 Attacks; 2026-11-16..2026-11-22
    300 attaques la semaine dernière -> 300..300 Attacks; 2026-11-16..2026-11-22
    300 attacks last Tuesday -> 300..300 Attacks; 2026-11-17..2026-11-17
    300 attaques mardi dernier -> 300..300 Attacks; 2026-11-17..2026-11-17
    300 attacks on Monday -> 300..300 Attacks; 2026-11-23..2026-11-23
    300 attacks last Monday -> 300..300 Attacks; 2026-11-16..2026-11-16
    300 attacks every Monday -> 300..300 Attacks
    414 attacks on 9 November -> 414..414 Attacks; 2026-11-09..2026-11-09
    les attaques du 12 novembre 2026 : 414 -> 2026-11-12..2026-11-12; 414..414 Attacks
    on November 9, 2026, 300 attacks -> 2026-11-09..2026-11-09; 300..300 Attacks
    le 1er novembre, 300 attaques -> 2026-11-01..2026-11-01; 300..300 Attacks
    on Tuesday 10 November, 300 attacks -> 2026-11-10..2026-11-10; 300..300 Attacks
    300 attacks in the last 24 hours -> 300..300 Attacks; 2026-11-22..2026-11-23 in part
    300 attaques ces dernières 24 heures -> 300..300 Attacks; 2026-11-22..2026-11-23 in part
    au cours des 24 dernières heures, 300 attaques -> 2026-11-22..2026-11-23 in part; 300..300 Attacks
    300 attacks over the past week -> 300..300 Attacks; 2026-11-16..2026-11-23
    300 attaques ces 7 derniers jours -> 300..300 Attacks; 2026-11-16..2026-11-23
    300 attacks this month -> 300..300 Attacks; 2026-11-01..2026-11-30
    300 attaques ce mois-ci -> 300..300 Attacks; 2026-11-01..2026-11-30
    300 attacks since Monday -> 300..300 Attacks; 2026-11-23..
    300 attaques depuis lundi -> 300..300 Attacks; 2026-11-23..
    300 attaques depuis trois jours -> 300..300 Attacks; 2026-11-20..2026-11-23
    attacks doubled since last week -> change 1.8..2.2; 2026-11-16..
    300 attacks two days ago -> 300..300 Attacks; 2026-11-21..2026-11-21
    il y a deux jours, 300 attaques -> 2026-11-21..2026-11-21; 300..300 Attacks
    300 attaques il y a une semaine -> 300..300 Attacks; 2026-11-16..2026-11-22
    300 attacks from 9 to 12 November -> 300..300 Attacks; 2026-11-09..2026-11-12
    300 attaques du 9 au 12 novembre 2026 -> 300..300 Attacks; 2026-11-09..2026-11-12
    entre le 9 et le 12 novembre, 300 attaques -> 2026-11-09..2026-11-12; 300..300 Attacks
    300 attacks in November 2026 -> 300..300 Attacks; 2026-11-01..2026-11-30
    300 attaques en novembre -> 300..300 Attacks; 2026-11-01..2026-11-30
    300 attacks in 2025 -> 300..300 Attacks; 2025-01-01..2025-12-31
    300 attaques avant le 12 novembre -> 300..300 Attacks; ..2026-11-11
    300 attacks on 2026-11-12 -> 300..300 Attacks; 2026-11-12..2026-11-12
    300 attaques le 12/11/2026 -> 300..300 Attacks; 2026-11-12..2026-11-12
    300 attaques aujourd’hui -> 300..300 Attacks; 2026-11-23..2026-11-23
    300 attacks at the weekend -> 300..300 Attacks; 2026-11-21..2026-11-22
    300 attaques demain -> 300..300 Attacks; 2026-11-24..2026-11-24
    There may 300 attacks march on -> 300..300 Attacks
    300 attaques le 31 décembre -> 300..300 Attacks; 2025-12-31..2025-12-31
    "###);
}

#[test]
fn units_shares_and_what_is_no_count() {
    insta::assert_snapshot!(table(&[
        "264 login attempts a day",
        "264 tentatives de connexion par jour",
        "240 failed logins on the bastion",
        "a quarter of the login attempts came from Russia",
        "un quart des tentatives de connexion vient de Russie",
        "150 attaques web par jour",
        "150 web attacks a day",
        "28 bursts a day",
        "28 salves par jour",
        "414 lignes d’attaque par jour",
        "les deux tiers des attaques visent le serveur de messagerie",
        "Half of the attacks, and there are hundreds a day, come from Ukraine",
        "Les attaques, et il y en a des centaines par jour, viennent d’Ukraine",
        "we are attacked 300 times a day",
        "nous sommes attaqués trois cents fois par jour",
        "three times more attacks than last week",
        "50 % more attacks than last week",
        "les attaques ont augmenté de 50 %",
        "no attacks yesterday",
        "aucune attaque hier",
        "une attaque sur deux vient d’Ukraine",
        "2 attaques sur 3 viennent de Russie",
        "one of the attacks came from Russia",
        "3 servers hit by attacks",
        "there were not 300 attacks",
        "300 euros d’amende pour les attaques",
        "hundreds of login attempts, half of them from Russia",
        "in all, 300 attacks; the most attacked site",
        "300 attaques au moins par jour",
        "five-year-old attacks on port 22",
    ]), @r###"
    264 login attempts a day -> 264..264 Logins; every Day
    264 tentatives de connexion par jour -> 264..264 Logins; every Day
    240 failed logins on the bastion -> 240..240 Logins
    a quarter of the login attempts came from Russia -> share 0.2..0.3 of Some(Logins); RU
    un quart des tentatives de connexion vient de Russie -> share 0.2..0.3 of Some(Logins); RU
    150 attaques web par jour -> 150..150 Attacks; on Web; every Day
    150 web attacks a day -> 150..150 Attacks; on Web; every Day
    28 bursts a day -> 28..28 Bursts; every Day
    28 salves par jour -> 28..28 Bursts; every Day
    414 lignes d’attaque par jour -> 414..414 AttackLines; every Day
    les deux tiers des attaques visent le serveur de messagerie -> share 0.617..0.717 of Some(Attacks); on Mail
    Half of the attacks, and there are hundreds a day, come from Ukraine -> share 0.45..0.55 of Some(Attacks); 200..999 Attacks; every Day; UA
    Les attaques, et il y en a des centaines par jour, viennent d’Ukraine -> 200..999 Attacks; every Day; UA
    we are attacked 300 times a day -> 300..300 Attacks; every Day
    nous sommes attaqués trois cents fois par jour -> 300..300 Attacks; every Day
    three times more attacks than last week -> 2026-11-23..
    50 % more attacks than last week -> change 0.495..0.505; 2026-11-23..
    les attaques ont augmenté de 50 % -> change 0.495..0.505
    no attacks yesterday -> 0..0 Attacks; 2026-11-22..2026-11-22
    aucune attaque hier -> 0..0 Attacks; 2026-11-22..2026-11-22
    une attaque sur deux vient d’Ukraine -> share 0.45..0.55 of Some(Attacks); UA
    2 attaques sur 3 viennent de Russie -> share 0.6166666666666666..0.7166666666666667 of Some(Attacks); RU
    one of the attacks came from Russia -> RU
    3 servers hit by attacks -> on Servers
    there were not 300 attacks -> 
    300 euros d’amende pour les attaques -> 
    hundreds of login attempts, half of them from Russia -> 200..999 Logins; share 0.45..0.55 of Some(Logins); RU
    in all, 300 attacks; the most attacked site -> 300..300 Attacks; on Web
    300 attaques au moins par jour -> 300..inf Attacks; every Day
    five-year-old attacks on port 22 ->
    "###);
}

#[test]
fn a_rate_may_be_said_by_the_time_between_two() {
    let all: Vec<String> = [
        "one attack every 10 minutes",
        "une attaque toutes les dix minutes",
        "an attack a day",
        "300 attaques tous les deux jours",
        "a request every hour",
        "our website was hit 6 times",
        "80 pour cent des adresses sont ukrainiennes",
        "a day after an attack",
        "un député attaque une ministre",
    ]
    .map(read)
    .to_vec();
    insta::assert_snapshot!(all.join("\n"), @r#"
    one attack every 10 minutes
      {"part":"count","amount":{"low":1.0,"high":1.0,"is_share":false},"unit":"attacks"} <- one attack
      {"part":"within","amount":{"low":10.0,"high":10.0,"is_share":false},"every":"minute"} <- every 10 minutes

    une attaque toutes les dix minutes
      {"part":"count","amount":{"low":1.0,"high":1.0,"is_share":false},"unit":"attacks"} <- une attaque
      {"part":"within","amount":{"low":10.0,"high":10.0,"is_share":false},"every":"minute"} <- toutes les dix minutes

    an attack a day
      {"part":"count","amount":{"low":1.0,"high":1.0,"is_share":false},"unit":"attacks"} <- an attack
      {"part":"every","every":"day"} <- a day

    300 attaques tous les deux jours
      {"part":"count","amount":{"low":300.0,"high":300.0,"is_share":false},"unit":"attacks"} <- 300 attaques
      {"part":"within","amount":{"low":2.0,"high":2.0,"is_share":false},"every":"day"} <- tous les deux jours

    a request every hour
      {"part":"count","amount":{"low":1.0,"high":1.0,"is_share":false},"unit":"requests"} <- a request
      {"part":"every","every":"hour"} <- every hour

    our website was hit 6 times
      {"part":"on","target":"web"} <- website
      {"part":"count","amount":{"low":6.0,"high":6.0,"is_share":false},"unit":"attacks"} <- 6 times

    80 pour cent des adresses sont ukrainiennes
      {"part":"share","amount":{"low":0.795,"high":0.805,"is_share":true},"of":"sources"} <- 80 pour cent
      {"part":"origin","country":"UA","named":"demonym"} <- ukrainiennes

    a day after an attack
      {"part":"every","every":"day"} <- a day

    un député attaque une ministre
    "#);
}

proptest::proptest! {
    #[test]
    fn any_words_are_taken_apart_without_a_stop(
        text in "((last|the|in|le|du|12|9|novembre|2026|ago|il y a|half|of|them|attacks|une|attaque|sur|deux|a|day|since|depuis|-|:|,) ?){0,14}",
        day in -50_000_i32..80_000,
    ) {
        for part in claim_parts(&text) {
            proptest::prop_assert!(!part.span.of(&text).is_empty());
            if let Part::During { period } = part.part
                && let Some((Some(from), Some(to))) = period.days(crate::Day(day))
            {
                proptest::prop_assert!(from <= to);
            }
        }
    }
}
