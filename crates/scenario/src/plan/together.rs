//! Accounts that act together: planted groups, and two kinds of people who do so innocently.

use std::ops::{Range, RangeInclusive};

use vigie_model::Timestamp;

use crate::calendar::{SECOND, local};
use crate::posts::{Account, Link, NO_TAG, Post, population, subject};
use crate::rng::{Rng, count, index};
use crate::stream::Line;
use crate::truth::{Decoy, Planted, Subject, Truth};
use crate::words::{
    EVENING_SITE, NEWSROOM, NEWSROOM_SITE, OUTLETS, PARTY_SITE, QUIET_SITE, TAGS, TRUTH_SITE,
};

/// The detector that looks for the same object within a window.
const TOGETHER: &str = "same-object-together";

/// What is shared on an occasion.
#[derive(Clone, Copy)]
enum Thing {
    /// A new article of this site.
    Site(u16),
    /// A new article of some outlet.
    AnyOutlet,
    /// A hashtag coined for the occasion.
    CoinedTag,
}

/// How a group acts.
#[derive(Clone)]
struct Habit {
    occasions: u64,
    /// How many of the members take part each time.
    attend: RangeInclusive<u64>,
    /// Days of the season between which the occasions fall.
    days: Range<i64>,
    /// Local hours between which they fall.
    hours: Range<i64>,
    /// Seconds between one member and the next; each is late by up to `late` seconds more.
    apart: i64,
    late: i64,
    thing: Thing,
    /// Everybody posts the same words.
    same_words: bool,
}

/// The planted groups: id, members, habit, and why it is there.
fn groups() -> Vec<(&'static str, usize, Habit, &'static str)> {
    let habit = Habit {
        occasions: 8,
        attend: 6..=6,
        days: 15..37,
        hours: 7..23,
        apart: 0,
        late: 10,
        thing: Thing::Site(TRUTH_SITE),
        same_words: true,
    };
    vec![
        (
            "links-six",
            6,
            habit.clone(),
            "six accounts, the same words and link within ten seconds, eight times: plain to see",
        ),
        (
            "links-pair",
            2,
            Habit {
                occasions: 5,
                attend: 2..=2,
                days: 26..46,
                late: 20,
                thing: Thing::AnyOutlet,
                same_words: false,
                ..habit.clone()
            },
            "two accounts only, five ordinary articles within twenty seconds",
        ),
        (
            "links-ring",
            14,
            Habit {
                occasions: 12,
                attend: 9..=11,
                days: 21..60,
                late: 45,
                thing: Thing::Site(EVENING_SITE),
                same_words: false,
                ..habit.clone()
            },
            "fourteen accounts on several platforms; each time some stay away",
        ),
        (
            "tags-choir",
            9,
            Habit {
                occasions: 6,
                attend: 8..=9,
                days: 39..59,
                hours: 19..23,
                late: 40,
                thing: Thing::CoinedTag,
                same_words: false,
                ..habit.clone()
            },
            "nine accounts launch a new hashtag in the evening, without any link",
        ),
        (
            "links-late",
            4,
            Habit {
                occasions: 4,
                attend: 4..=4,
                days: 49..61,
                late: 30,
                thing: Thing::AnyOutlet,
                ..habit.clone()
            },
            "four accounts that wake up between the two rounds",
        ),
        (
            "links-slow",
            5,
            Habit {
                occasions: 9,
                attend: 5..=5,
                days: 20..56,
                apart: 130,
                late: 40,
                thing: Thing::Site(QUIET_SITE),
                same_words: false,
                ..habit
            },
            "five accounts share nine links, each a minute and a half or more after the one before: \
             slower than a window of one minute can see",
        ),
    ]
}

/// Party members answer a call: thirty people share one link in one hour, five times.
fn activists() -> Habit {
    Habit {
        occasions: 5,
        attend: 30..=30,
        days: 28..47,
        hours: 18..21,
        apart: 100,
        late: 33,
        thing: Thing::Site(PARTY_SITE),
        same_words: false,
    }
}

/// A newsroom's accounts post each article at the same second.
fn newsroom() -> Habit {
    Habit {
        occasions: 14,
        attend: 5..=5,
        days: 22..60,
        hours: 6..22,
        apart: 0,
        late: 0,
        thing: Thing::Site(NEWSROOM_SITE),
        same_words: true,
    }
}

/// How many of their own posts each newsroom account writes besides.
const OWN_POSTS: u64 = 16;

pub(super) fn plant(rng: &mut Rng, posts: u64, truth: &mut Truth) -> Vec<Line<Post>> {
    let people = population(posts);
    let mut cast = Cast::new(rng, people);
    let mut lines = Vec::new();
    let mut shared = Shared::default();
    for (id, members, habit, why) in groups() {
        let members = cast.take(members);
        let acts = act(rng, &members, &habit, &mut shared);
        truth.planted.push(Planted {
            id,
            detector: TOGETHER,
            subjects: subjects(&members, people),
            from: acts.from(),
            until: acts.until(),
            joint_acts: habit.occasions,
            spread: acts.spread,
            why,
        });
        lines.extend(acts.lines);
    }
    let members = cast.take(30);
    let acts = act(rng, &members, &activists(), &mut shared);
    truth.decoys.push(Decoy {
        id: "activists-hour",
        what: "thirty party members share the same party link in the same hour, five evenings",
        resembles: Some(TOGETHER),
        members: subjects(&members, people),
        from: acts.from(),
        until: acts.until(),
        must: None,
    });
    lines.extend(acts.lines);

    let members: Vec<Account> = (people..).take(NEWSROOM.len()).collect();
    let acts = act(rng, &members, &newsroom(), &mut shared);
    truth.decoys.push(Decoy {
        id: "newsroom-scheduler",
        what: "a newsroom's five accounts post each article at the same second, fourteen times",
        resembles: Some(TOGETHER),
        members: subjects(&members, people),
        from: acts.from(),
        until: acts.until(),
        must: Some("CO-3"),
    });
    lines.extend(acts.lines);
    lines.extend(own_posts(rng, &members, &mut shared));
    lines.sort_by_key(|line| line.at);
    lines
}

fn subjects(members: &[Account], people: u32) -> Vec<Subject> {
    members.iter().map(|account| subject(*account, people)).collect()
}

/// Who takes part in what: ordinary people, none of them twice, neither the busiest nor silent.
struct Cast {
    drawn: Vec<u64>,
    first: u32,
}

impl Cast {
    fn new(rng: &mut Rng, people: u32) -> Self {
        Self { drawn: rng.distinct(100, u64::from(people / 2)), first: people / 5 }
    }

    fn take(&mut self, members: usize) -> Vec<Account> {
        let from = self.drawn.len().saturating_sub(members);
        let taken = self.drawn.split_off(from);
        taken.into_iter().map(|place| self.first + u32::try_from(place).unwrap_or(0)).collect()
    }
}

/// Counts what has been shared, so that no two occasions share the same thing.
#[derive(Default)]
struct Shared {
    articles: u32,
    tags: u8,
}

impl Shared {
    fn link(&mut self, site: u16) -> Link {
        self.articles += 1;
        Link { site, number: 50_000 + 7 * self.articles, dress: 0 }
    }

    fn next(&mut self, thing: Thing, rng: &mut Rng) -> (Option<Link>, [u8; 2]) {
        match thing {
            Thing::Site(site) => (Some(self.link(site)), [NO_TAG; 2]),
            Thing::AnyOutlet => {
                let site = u16::try_from(rng.below(u64::from(OUTLETS))).unwrap_or(0);
                (Some(self.link(site)), [NO_TAG; 2])
            }
            Thing::CoinedTag => {
                let first = u8::try_from(TAGS.len()).unwrap_or(0);
                self.tags += 1;
                (None, [first + self.tags - 1, NO_TAG])
            }
        }
    }
}

/// What a group did.
struct Acts {
    lines: Vec<Line<Post>>,
    /// The longest time between the first and the last act of an occasion, in seconds.
    spread: i64,
}

impl Acts {
    fn from(&self) -> Timestamp {
        Timestamp(self.lines.iter().map(|line| line.at).min().unwrap_or(0))
    }

    fn until(&self) -> Timestamp {
        Timestamp(self.lines.iter().map(|line| line.at).max().unwrap_or(0))
    }
}

fn act(rng: &mut Rng, members: &[Account], habit: &Habit, shared: &mut Shared) -> Acts {
    let mut acts = Acts { lines: Vec::new(), spread: 0 };
    let days = habit.days.end - habit.days.start;
    for occasion in 0..habit.occasions {
        // One occasion in each equal part of the days, so that a group neither idles nor bursts.
        let part = |number: u64| {
            let share = i128::from(days) * i128::from(number) / i128::from(habit.occasions);
            habit.days.start + i64::try_from(share).unwrap_or(0)
        };
        let (first, last) = (part(occasion), part(occasion + 1));
        let day = rng.between(first, last.max(first + 1));
        let hour = rng.between(habit.hours.start, habit.hours.end);
        let start = local(day, hour, rng.between(0, 8)) + rng.between(0, 60) * SECOND;
        let (link, tags) = shared.next(habit.thing, rng);
        let words = draw_words(rng);
        let least = *habit.attend.start();
        let attending = least + rng.below(habit.attend.end() - least + 1);
        let mut late = Vec::new();
        for (place, member) in rng.distinct(index(attending), count(members.len())).iter().enumerate() {
            let place = i64::try_from(place).unwrap_or(0);
            late.push(place * habit.apart + rng.between(0, habit.late + 1));
            let link = link.map(|link| dressed(link, rng));
            let event = Post {
                account: members[index(*member)],
                link,
                tags,
                text: if habit.same_words { words } else { draw_words(rng) },
            };
            let at = start + late.last().copied().unwrap_or(0) * SECOND;
            acts.lines.push(Line { at, event });
        }
        let (first, last) = (late.iter().min(), late.iter().max());
        acts.spread = acts.spread.max(last.unwrap_or(&0) - first.unwrap_or(&0));
    }
    acts
}

fn draw_words(rng: &mut Rng) -> u32 {
    u32::try_from(rng.bits() >> 32).unwrap_or(0)
}

/// The same article as another address bar shows it.
fn dressed(link: Link, rng: &mut Rng) -> Link {
    Link { dress: u8::try_from(rng.below(8)).unwrap_or(0), ..link }
}

/// What the newsroom's accounts post each by itself.
fn own_posts(rng: &mut Rng, members: &[Account], shared: &mut Shared) -> Vec<Line<Post>> {
    let mut lines = Vec::new();
    for account in members {
        for _ in 0..OWN_POSTS {
            let (day, hour, minute) = (rng.between(2, 68), rng.between(6, 22), rng.between(0, 60));
            let event = Post {
                account: *account,
                link: Some(shared.link(NEWSROOM_SITE)),
                tags: [NO_TAG; 2],
                text: draw_words(rng),
            };
            lines.push(Line { at: local(day, hour, minute) + rng.between(0, 60) * SECOND, event });
        }
    }
    lines
}
