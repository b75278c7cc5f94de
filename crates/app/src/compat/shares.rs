//! Shares in the order of their file, as the kernels take them.

use vigie_kernels::pairs::compat::{Codes, Rows, Trace};
use vigie_kernels::text;
use vigie_sources::{ClaimedTime, Publication, Raw, Reading, Reason, Record, RecordSink};

/// The columns of the shares, and what was left out.
#[derive(Default)]
pub(super) struct Shares {
    pub(super) codes: Codes,
    objects: Vec<i64>,
    contents: Vec<i64>,
    accounts: Vec<i64>,
    times: Vec<i64>,
    several: bool,
    pub(super) left_out: u64,
    pub(super) rejected: u64,
}

impl Shares {
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows {
            object: &self.objects,
            content: &self.contents,
            account: &self.accounts,
            time: &self.times,
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.times.len() as u64
    }

    /// A table of reposts has one object a message; links, hashtags and the like may be several.
    pub(super) fn trace(&self) -> Trace {
        if self.several { Trace::SeveralAMessage } else { Trace::OneAMessage }
    }

    fn push(&mut self, object: &str, content: &str, account: &str, claimed: Option<ClaimedTime>) {
        let at = claimed.and_then(|claimed| claimed.at).filter(|at| at.is_plausible());
        let Some(at) = at.filter(|_| !object.is_empty() && !account.is_empty()) else {
            self.left_out += 1;
            return;
        };
        self.objects.push(self.codes.code(object));
        self.contents.push(self.codes.code(content));
        self.accounts.push(self.codes.code(account));
        self.times.push(at.0);
    }

    fn publication(&mut self, row: &Publication<'_>) {
        let (Some(content), Some(account)) = (row.native_id, row.author_id.or(row.author_name))
        else {
            self.left_out += 1;
            return;
        };
        if let Some(object) = row.repost_of.or(row.reply_to) {
            return self.push(object.trim(), content, account, row.claimed);
        }
        let cell = row.links.or(row.hashtags).or(row.domains).or(row.images);
        let Some(cell) = cell else {
            self.left_out += 1;
            return;
        };
        self.several = true;
        for object in text::split_objects(cell) {
            self.push(&object, content, account, row.claimed);
        }
    }
}

impl RecordSink for Shares {
    fn reading(&mut self, _: &Reading) {}

    fn record(&mut self, _: Raw<'_>, record: Record<'_>) {
        match record {
            Record::Share(row) => match row.content_id {
                Some(content) => self.push(row.object_id, content, row.account_id, row.claimed),
                None => self.left_out += 1,
            },
            Record::Publication(row) => self.publication(row),
            Record::Request(_) | Record::Login(_) | Record::Mail(_) | Record::Name(_) => {
                self.left_out += 1;
            }
        }
    }

    fn reject(&mut self, _: Raw<'_>, _: Reason, _: &str) {
        self.rejected += 1;
    }

    fn skipped(&mut self, _: Raw<'_>) {}
}
