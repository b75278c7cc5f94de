//! The page: one file, no request, no script, one style.

use askama::Template;

use crate::BriefError;
use crate::caps::{Caps, MAX_BYTES};
use crate::charts::{Bars, Lanes, Shape};
use crate::model::{BriefModel, MarkKind};
use crate::view::Sheet;
use crate::visible::visible;
use crate::words::Say;

/// What the page forbids itself: everything but its own style. A server that sends the page must
/// not send a stricter `style-src`, or it comes out bare.
pub const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

#[derive(Template)]
#[template(path = "brief.html")]
struct Page<'a> {
    model: &'a BriefModel,
    sheet: Sheet,
    words: Say<'a>,
    caps: Caps,
    bars: Option<Bars>,
    lanes: Option<Lanes>,
    policy: &'static str,
}

impl Page<'_> {
    /// A phrase of ours.
    fn t(&self, id: &str) -> String {
        self.words.plain(id)
    }

    /// The command that repeats the counts of the chart.
    fn activity_repeat(&self) -> String {
        let activity = self.model.activity.as_ref();
        activity.map_or_else(String::new, |activity| self.caps.cut(&activity.repeat))
    }

    /// The chart in one sentence a kind of signal.
    fn readings(&self) -> Vec<String> {
        let rows = self.bars.iter().flat_map(|bars| &bars.rows);
        rows.map(|row| {
            let args = [
                ("what", self.what(&row.what).into()),
                ("total", row.total.into()),
                ("highest", row.highest.into()),
                ("at", self.words.short(row.highest_at).into()),
            ];
            self.words.say("brief-activity-reading", &args)
        })
        .collect()
    }

    /// The number that the highest bar stands for.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn most(&self, highest: &u64) -> String {
        self.words.say("brief-most", &[("count", (*highest).into())])
    }

    fn what(&self, what: &str) -> String {
        match what {
            "publications" => self.t("brief-publications"),
            "requests" => self.t("brief-requests"),
            "logins" => self.t("brief-logins"),
            other => self.caps.cut(other),
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn kind(&self, kind: &MarkKind) -> String {
        self.t(match kind {
            MarkKind::Act => "brief-mark-act",
            MarkKind::Attack => "brief-mark-attack",
            MarkKind::Statement => "brief-mark-statement",
            MarkKind::Judgement => "brief-mark-judgement",
            MarkKind::Response => "brief-mark-response",
        })
    }
}

/// Renders the page, with less of each list until it is small enough.
pub(crate) fn render(model: &BriefModel, words: Say<'_>) -> Result<String, BriefError> {
    let mut caps = Caps::USUAL;
    loop {
        let page = page(model, words, caps)?;
        match caps.smaller() {
            Some(smaller) if page.len() >= MAX_BYTES => caps = smaller,
            _ => return Ok(page),
        }
    }
}

fn page(model: &BriefModel, words: Say<'_>, caps: Caps) -> Result<String, BriefError> {
    let activity = model.activity.as_ref();
    let page = Page {
        model,
        sheet: Sheet::new(model, words, caps),
        words,
        caps,
        bars: activity.and_then(|activity| Bars::new(activity, &model.blind_spots, words)),
        lanes: Lanes::new(model, words, caps),
        policy: CONTENT_SECURITY_POLICY,
    };
    Ok(visible(page.render()?))
}
