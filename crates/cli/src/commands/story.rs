//! `vigie story`

use clap::Args;
use serde::Serialize;
use vigie_app::model::ExitCode;
use vigie_app::story::{ClassRow, CopyRow, Curve, Story as Told, Who};

use super::Context;
use super::network::small;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, TODAY, Table, Ui};
use crate::prompt;

/// How one story spread: first seen, who names whom, what was copied
///
/// First seen *here*, in the order that clocks allow, with ties; reposts, replies, links and named
/// sources apart from what merely came later; near-copies; outlets by class; and how much of what
/// it refers to is not in our data. Without WHAT it asks: sensitive words do not belong in the
/// shell's history.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie story                                # asks; words are read from standard input
  vigie story https://gazette.example/bridge
  vigie story '#vote'
  vigie story F-3f2a
  vigie story RUM-7 --format json")]
pub(crate) struct Story {
    /// A link, a #hashtag, a domain, an object (O-…), a finding (F-…), a rumour (RUM-…) or words
    #[arg(value_name = "WHAT")]
    what: Option<String>,
}

impl Story {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project()?;
        let what = prompt::words(self.what, &context.ui.plain("story-ask"))?;
        let story = project.story(&what.unwrap_or_default())?;
        context.ui.show(&Shown(story))?;
        Ok(ExitCode::Done)
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Shown(Told);

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let story = &self.0;
        let mut page = Page::new(ui);
        let about = [
            ("about", story.about.shown.as_str().into()),
            ("publications", story.publications.into()),
        ];
        page.styled(STRONG, &ui.say("story-heading", &about));
        if story.publications == 0 {
            caveats(story, &mut page, ui);
            return page;
        }
        let platforms: Vec<String> =
            story.platforms.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let accounts = ui.say("story-accounts", &[("accounts", story.accounts.into())]);
        page.line(std::iter::once(accounts).chain(platforms).collect::<Vec<_>>().join(" · "));
        if story.untimed > 0 {
            page.line(ui.say("story-untimed", &[("count", story.untimed.into())]));
        }
        if let Some(first) = &story.first_seen {
            page.paragraph(0, first);
        }
        curve(&story.curve, &mut page, ui);
        firsts(story, &mut page, ui);
        edges(story, &mut page, ui);
        classes("story-path", &story.path, &mut page, ui);
        classes("story-linked", &story.linked, &mut page, ui);
        if !story.path.is_empty() || !story.linked.is_empty() {
            page.hanging(2, "", DIM, &ui.plain("story-class-date"));
        }
        copies(story, &mut page, ui);
        leads(story, &mut page, ui);
        caveats(story, &mut page, ui);
        page
    }
}

fn who(who: &Who, ui: &Ui) -> String {
    match who {
        Who::Outlet { name, class, jurisdiction } => {
            let class = ui.plain(class.message());
            let place =
                if jurisdiction.is_empty() { String::new() } else { format!(", {jurisdiction}") };
            format!("{name} ({class}{place})")
        }
        Who::Public { name } => name.clone(),
        Who::Account { pseudonym } => pseudonym.clone(),
        Who::Withheld => ui.plain("story-withheld"),
    }
}

/// Who published what was deleted later.
fn gone(who: String, deleted: bool, ui: &Ui) -> String {
    if deleted { ui.say("story-gone", &[("who", who.into())]) } else { who }
}

/// A length of time in the largest unit that divides it.
fn length(seconds: i64) -> String {
    for (unit, name) in [(86_400, "d"), (3_600, "h"), (60, "min")] {
        if seconds >= unit && seconds % unit == 0 {
            return format!("{} {name}", seconds / unit);
        }
    }
    format!("{seconds} s")
}

/// The curve as a line of blocks: an empty step is a dot, the highest is full.
fn sparkline(counts: &[u64]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let block = |count: &u64| match count {
        0 => '·',
        _ => {
            let height = (u128::from(*count) * BLOCKS.len() as u128).div_ceil(u128::from(most));
            let place = usize::try_from(height.saturating_sub(1)).unwrap_or(0);
            BLOCKS.get(place).copied().unwrap_or('█')
        }
    };
    counts.iter().map(block).collect()
}

fn curve(curve: &Curve, page: &mut Page, ui: &Ui) {
    let Some(start) = curve.start else { return };
    let step = length(curve.step_s);
    page.heading(&ui.say("story-curve", &[("step", step.into()), ("from", ui.time(start).into())]));
    let most = curve.counts.iter().max().copied().unwrap_or(0);
    page.line(format!("  {}  ≤ {most}", sparkline(&curve.counts)));
}

fn firsts(story: &Told, page: &mut Page, ui: &Ui) {
    page.heading(&ui.plain("story-first"));
    let mut table = Table::new().right([0, 1]).indent(2);
    let ids =
        ["story-rank", "story-ties", "story-when", "story-precision", "story-who", "story-where"];
    table.row(ids.map(|id| Cell::styled(ui.plain(id), DIM)));
    for row in &story.first {
        table.row([
            row.rank.to_string().into(),
            row.ties.to_string().into(),
            ui.time(row.at).into(),
            row.precision.into(),
            gone(who(&row.who, ui), row.deleted, ui).into(),
            row.platform.clone().into(),
        ]);
    }
    page.table(&table);
}

fn edges(story: &Told, page: &mut Page, ui: &Ui) {
    let edges = &story.edges;
    page.heading(&ui.plain("story-edges"));
    let count = |kind: &str| edges.explicit.get(kind).copied().unwrap_or(0);
    let explicit = ui.say(
        "story-explicit",
        &[
            ("reposts", count("repost").into()),
            ("replies", count("reply").into()),
            ("links", count("link").into()),
            ("named", edges.named_source.into()),
        ],
    );
    page.paragraph(2, &explicit);
    page.paragraph(2, &ui.say("story-inferred", &[("count", edges.inferred.into())]));
    if edges.contradicted > 0 {
        page.paragraph(2, &ui.say("story-contradicted", &[("count", edges.contradicted.into())]));
    }
    let coverage = &story.coverage;
    let said = match coverage.share {
        None => ui.plain("story-no-references"),
        Some(share) => ui.say(
            "story-coverage",
            &[
                ("references", coverage.references.into()),
                ("outside", coverage.outside.into()),
                ("percent", format!("{:.0}", share * 100.0).into()),
            ],
        ),
    };
    page.paragraph(2, &said);
    let mut lost = ui.say("story-lost", &[("lost", story.lost.lost.into())]);
    if let Some(at) = story.lost.first_at {
        lost.push(' ');
        lost.push_str(&ui.say("story-lost-first", &[("at", ui.time(at).into())]));
    }
    page.paragraph(2, &lost);
}

fn classes(heading: &str, rows: &[ClassRow], page: &mut Page, ui: &Ui) {
    if rows.is_empty() {
        return;
    }
    page.heading(&ui.plain(heading));
    let mut table = Table::new().right([0]).indent(2).wrapping();
    let heads = ["story-class-publications", "story-class-by", "story-class-first"];
    let heads = heads.map(|id| Cell::styled(ui.plain(id), DIM));
    table.row(heads.into_iter().chain(["".into()]));
    for row in rows {
        let place = match row.jurisdiction.as_str() {
            "" => row.shown.clone(),
            jurisdiction => format!("{}, {jurisdiction}", row.shown),
        };
        let first = row.first_at.map_or_else(String::new, |at| ui.time(at));
        let count = row.publications.to_string();
        table.row([count.into(), place.into(), first.into(), row.outlets.join(", ").into()]);
    }
    page.table(&table);
}

fn copies(story: &Told, page: &mut Page, ui: &Ui) {
    page.heading(&ui.say("story-copies", &[("count", story.near_copies.into())]));
    for CopyRow { who: by, at, equal, similarity, differences, .. } in &story.copies {
        let at = at.map_or_else(String::new, |at| ui.time(at));
        let how = if *equal {
            ui.plain("story-copy-equal")
        } else {
            ui.words.decimal(&format!("{similarity:.2}"))
        };
        page.line(format!("  {at}  {how}  {}", who(by, ui)));
        let changed: Vec<String> = differences
            .iter()
            .filter_map(|piece| match piece.kind {
                "gone" => Some(format!("[-{}-]", piece.text)),
                "added" => Some(format!("[+{}+]", piece.text)),
                _ => None,
            })
            .collect();
        if !changed.is_empty() {
            page.paragraph(6, &changed.join(" "));
        }
    }
}

fn leads(story: &Told, page: &mut Page, ui: &Ui) {
    if story.leads.is_empty() {
        return;
    }
    page.heading(&ui.plain("story-leads"));
    for lead in &story.leads {
        let said = ui.say(
            "story-lead",
            &[
                ("leader", who(&lead.leader, ui).into()),
                ("follower", who(&lead.follower, ui).into()),
                ("leads", lead.leads.into()),
                ("decided", (lead.leads + lead.lags).into()),
                ("ties", lead.ties.into()),
                ("median", length(lead.median_s).into()),
                ("q", ui.words.decimal(&small(lead.q)).into()),
            ],
        );
        page.paragraph(2, &said);
    }
}

fn caveats(story: &Told, page: &mut Page, ui: &Ui) {
    page.heading(&ui.plain("story-caveats"));
    for caveat in &story.caveats {
        page.hanging(2, "! ", TODAY, caveat);
    }
    if let Some(why) = &story.account_level.why {
        page.hanging(2, "! ", TODAY, why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_a_line_of_blocks() {
        assert_eq!(sparkline(&[0, 1, 4, 8, 2, 0]), "·▁▄█▂·");
        assert_eq!(sparkline(&[3]), "█");
        assert_eq!(sparkline(&[u64::MAX, 1]), "█▁");
        assert_eq!(sparkline(&[]), "");
    }

    #[test]
    fn lengths_are_said_in_the_largest_unit() {
        assert_eq!(
            [59, 60, 3_600, 5_400, 604_800].map(length),
            ["59 s", "1 min", "1 h", "90 min", "7 d"]
        );
    }
}
