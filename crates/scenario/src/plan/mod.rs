//! What is planted in a season: lines made on purpose, with the truth about each.
//!
//! Nothing here depends on the size of the season except who is drawn to take part and how long
//! the monitor runs, so that a small season and a large one tell the same story.

mod guessing;
mod monitor;
mod rumour;
mod together;

use vigie_model::Timestamp;

use crate::Size;
use crate::logins::Login;
use crate::posts::Post;
use crate::rng::{Rng, count};
use crate::stream::Line;
use crate::truth::Truth;
use crate::web::Request;

/// All planted lines, sorted by time, and the truth about them.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) posts: Vec<Line<Post>>,
    /// The log of www1.
    pub(crate) web: Vec<Line<Request>>,
    /// The logs of gate and files.
    pub(crate) logins: [Vec<Line<Login>>; 2],
    pub(crate) truth: Truth,
}

impl Plan {
    pub(crate) fn new(seed: u64, size: Size) -> Self {
        let mut truth = Truth::default();
        let posts = together::plant(&mut Rng::of(seed, &[101]), size.posts, &mut truth);
        let web = monitor::plant(size.web_lines, &mut truth);
        let logins = guessing::plant(&mut Rng::of(seed, &[102]), &mut truth);
        Self { posts, web, logins, truth }
    }

    /// With a rumour that goes round.
    pub(crate) fn with_rumour(mut self, seed: u64, posts: u64) -> Self {
        self.posts.extend(rumour::plant(&mut Rng::of(seed, &[103]), posts));
        self.posts.sort_by_key(|line| line.at);
        self
    }

    /// What has happened before `until`, and the truth about that.
    pub(crate) fn before(mut self, until: Timestamp) -> Self {
        self.posts.retain(|line| line.at < until.0);
        self.web.retain(|line| line.at < until.0);
        for log in &mut self.logins {
            log.retain(|line| line.at < until.0);
        }
        self.truth.planted.retain(|planted| planted.from < until);
        self.truth.decoys.retain(|decoy| decoy.from < until);
        self
    }

    /// How many lines are planted, in the order posts, web, logins.
    pub(crate) fn lines(&self) -> Size {
        Size {
            posts: count(self.posts.len()),
            web_lines: count(self.web.len()),
            login_lines: self.logins.iter().map(|log| count(log.len())).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{END, START};

    fn inside<E>(lines: &[Line<E>]) -> bool {
        lines.is_sorted_by_key(|line| line.at)
            && lines.iter().all(|line| (START.0..END.0).contains(&line.at))
    }

    #[test]
    fn planted_lines_are_in_order_and_inside_the_season_and_fit_the_least_size() {
        for seed in 0..20 {
            let plan = Plan::new(seed, Size::LEAST);
            assert!(
                inside(&plan.posts) && inside(&plan.web) && plan.logins.iter().all(|l| inside(l))
            );
            let (lines, least) = (plan.lines(), Size::LEAST);
            assert!(lines.posts < least.posts / 2, "{lines:?}");
            assert!(lines.web_lines < least.web_lines / 2, "{lines:?}");
            assert!(lines.login_lines < least.login_lines / 2, "{lines:?}");
        }
    }

    #[test]
    fn nobody_takes_part_in_two_things() {
        let truth = Plan::new(1, Size::LEAST).truth;
        let groups = truth.planted.iter().map(|it| &it.subjects);
        let all = groups.chain(truth.decoys.iter().map(|it| &it.members));
        let mut acting: Vec<_> = all.flatten().filter(|subject| subject.acts()).collect();
        let before = acting.len();
        acting.sort();
        acting.dedup();
        assert_eq!(acting.len(), before);
    }
}
