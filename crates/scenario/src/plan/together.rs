//! Accounts that act together: planted groups, and two kinds of people who do so innocently.

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
#[derive(Clone, Copy)]
struct Habit {
    occasions: u64,
    /// The least and the most members who take part each time.
    attend: (u64, u64),
    /// The occasions fall on days of the season from the first to before the second.
    days: (i64, i64),
    /// The same for local hours.
    hours: (i64, i64),
    /// Seconds between one member and the next; each is late by up to `late` seconds more.
    apart: i64,
    late: i64,
    thing: Thing,
    /// Everybody posts the same words.
    same_words: bool,
}

/// A planted group.
struct Group {
    id: &'static str,
    members: usize,
    habit: Habit,
    why: &'static str,
}

/// The plainest of all groups, from which the others differ.
const PLAIN: Habit = Habit {
    occasions: 8,
    attend: (6, 6),
    days: (15, 37),
    hours: (7, 23),
    apart: 0,
    late: 10,
    thing: Thing::Site(TRUTH_SITE),
    same_words: true,
};

const GROUPS: [Group; 6] = [
    Group {
        id: "links-six",
        members: 6,
        habit: PLAIN,
        why: "six accounts, the same words and link within ten seconds, eight times: plain to see",
    },
    Group {
        id: "links-pair",
        members: 2,
        habit: Habit {
            occasions: 5,
            attend: (2, 2),
            days: (26, 46),
            late: 20,
            thing: Thing::AnyOutlet,
            same_words: false,
            ..PLAIN
        },
        why: "two accounts only, five ordinary articles within twenty seconds",
    },
    Group {
        id: "links-ring",
        members: 14,
        habit: Habit {
            occasions: 12,
            attend: (9, 11),
            days: (21, 60),
            late: 45,
            thing: Thing::Site(EVENING_SITE),
            same_words: false,
            ..PLAIN
        },
        why: "fourteen accounts on several platforms; each time some stay away",
    },
    Group {
        id: "tags-choir",
        members: 9,
        habit: Habit {
            occasions: 6,
            attend: (8, 9),
            days: (39, 59),
            hours: (19, 23),
            late: 40,
            thing: Thing::CoinedTag,
            same_words: false,
            ..PLAIN
        },
        why: "nine accounts launch a new hashtag in the evening, without any link",
    },
    Group {
        id: "links-late",
        members: 4,
        habit: Habit {
            occasions: 4,
            attend: (4, 4),
            days: (49, 61),
            late: 30,
            thing: Thing::AnyOutlet,
            ..PLAIN
        },
        why: "four accounts that wake up between the two rounds",
    },
    Group {
        id: "links-slow",
        members: 5,
        habit: Habit {
            occasions: 9,
            attend: (5, 5),
            days: (20, 56),
            apart: 130,
            late: 40,
            thing: Thing::Site(QUIET_SITE),
            same_words: false,
            ..PLAIN
        },
        why: "five accounts share nine links, each a minute and a half or more after the one \
              before: slower than a window of one minute can see",
    },
];

/// Party members answer a call: thirty people share one link in one hour, five times.
const ACTIVISTS: Habit = Habit {
    occasions: 5,
    attend: (30, 30),
    days: (28, 47),
    hours: (18, 21),
    apart: 100,
    late: 33,
    thing: Thing::Site(PARTY_SITE),
    same_words: false,
};

/// A newsroom's accounts post each article at the same second.
const NEWSROOM_HABIT: Habit = Habit {
    occasions: 14,
    attend: (5, 5),
    days: (22, 60),
    hours: (6, 22),
    late: 0,
    thing: Thing::Site(NEWSROOM_SITE),
    ..PLAIN
};

/// How many of their own posts each newsroom account writes besides.
const OWN_POSTS: u64 = 16;

pub(super) fn plant(rng: &mut Rng, posts: u64, truth: &mut Truth) -> Vec<Line<Post>> {
    let people = population(posts);
    let mut cast = Cast::new(rng, people);
    let mut lines = Vec::new();
    let mut shared = Shared::default();
    for Group { id, members, habit, why } in GROUPS {
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
    let acts = act(rng, &members, &ACTIVISTS, &mut shared);
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
    let acts = act(rng, &members, &NEWSROOM_HABIT, &mut shared);
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
    let (first_day, end_day) = habit.days;
    for occasion in 0..habit.occasions {
        // One occasion in each equal part of the days, so that a group neither idles nor bursts.
        let part = |number: u64| {
            let share =
                i128::from(end_day - first_day) * i128::from(number) / i128::from(habit.occasions);
            first_day + i64::try_from(share).unwrap_or(0)
        };
        let (first, last) = (part(occasion), part(occasion + 1));
        let day = rng.between(first, last.max(first + 1));
        let hour = rng.between(habit.hours.0, habit.hours.1);
        let start = local(day, hour, rng.between(0, 8)) + rng.between(0, 60) * SECOND;
        let (link, tags) = shared.next(habit.thing, rng);
        let words = draw_words(rng);
        let (least, most) = habit.attend;
        let attending = least + rng.below(most - least + 1);
        let mut late = Vec::new();
        for (place, member) in
            rng.distinct(index(attending), count(members.len())).iter().enumerate()
        {
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
