//! `near_copies`: publications that say the same, in groups around the text that is nearest to all.
//!
//! It reads what persons wrote and gives on none of it: only ids, times, measures and words of ours.

mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use vigie_engine::{EngineError, Relation, Reservation};
use vigie_kernels::copies::{
    Compared, CopyOptions, Distinct, Group, Member, Method, NEAR_COPIES, NearPair, NearPairs,
    RewordingOptions, groups, is_short, near_pairs, rewordings,
};
use vigie_kernels::pairs::OverBudget;
use vigie_model::SignalId;
use vigie_model::hash::FieldHasher;
use vigie_model::schema::ColumnType;

use super::evidence::signal;
use super::windowed_pairs::Pool;
use super::{Call, Input, Operator, OperatorParam, OperatorSpec, OutputColumn};
use crate::error::RunError;
use crate::note::Note;
use crate::text_note::TextNote;

/// Who wrote what: a plain repost repeats a text by itself and is a layer of its own.
const USABLE: &str = "WHERE text IS NOT NULL AND author IS NOT NULL AND coalesce(kind, '') <> 'repost' \
     AND (reposted IS NULL OR coalesce(kind, '') = 'quote')";

pub(super) const SPEC: OperatorSpec = OperatorSpec {
    name: "near_copies",
    version: 2,
    kernels: &[NEAR_COPIES],
    doc: "Groups of publications that say the same: equal texts, texts with similar sets of \
          five-letter runs, and texts in other words. Each row is one publication with its \
          similarity to the medoid of its group. Plain reposts and publications without account \
          take no part. Translations are not looked for.",
    inputs: &[Input {
        name: "texts",
        columns: &[
            "signal_id",
            "at",
            "precision",
            "platform",
            "kind",
            "author",
            "text",
            "reposted",
        ],
    }],
    params: &[
        OperatorParam {
            name: "similar_permille",
            default: Some(500),
            doc: "least Jaccard measure of two texts' five-letter runs, in thousandths; of more than \
                  50,000 distinct texts at least 700, and a note says so",
        },
        OperatorParam {
            name: "reworded_permille",
            default: Some(RewordingOptions::DEFAULT_PERMILLE as i64),
            doc: "least TF-IDF cosine of a rewording, in thousandths; above 1000 none is looked for",
        },
        OperatorParam {
            name: "max_reworded",
            default: Some(6_000),
            doc: "of more distinct texts, rewordings are not looked for, and a note says so",
        },
        OperatorParam {
            name: "max_crowd",
            default: Some(4_096),
            doc: "texts that share only what stands in more texts than this are compared with the \
                  first of their kind, and a note says so",
        },
    ],
    output: &[
        column("signal_id", ColumnType::Id, "the publication"),
        column(
            "cluster",
            ColumnType::Key,
            "names the group, by the text that most of its publications carry letter for letter",
        ),
        column(
            "similarity",
            ColumnType::Real,
            "to the medoid, 0 to 1: Jaccard, or cosine of a rewording",
        ),
        column("relation", ColumnType::Text, "to the medoid: equal, near, literal or rewording"),
        column(
            "literal",
            ColumnType::Real,
            "share of letters in common with the medoid, in order, 0 to 1",
        ),
        column(
            "text_kind",
            ColumnType::Text,
            "of the group: short, boilerplate, agency, quote or plain",
        ),
        column("account", ColumnType::Key, "the account"),
        column("platform", ColumnType::Text, "bluesky, x, telegram, web, …; empty where not given"),
        column("at", ColumnType::Time, "when it was published"),
        column("precision", ColumnType::Text, "how fine the time is"),
        column(
            "medoid",
            ColumnType::Id,
            "the first publication of the text in the middle of the group",
        ),
    ],
};

const fn column(name: &'static str, kind: ColumnType, doc: &'static str) -> OutputColumn {
    OutputColumn { name, kind, doc }
}

/// See the spec.
#[derive(Debug)]
pub(super) struct NearCopies;

impl Operator for NearCopies {
    fn spec(&self) -> &'static OperatorSpec {
        &SPEC
    }

    fn run(&self, call: &mut Call<'_>) -> Result<Relation, RunError> {
        let reservation = call.reserve();
        let posts = Posts::gather(call, &reservation)?;
        let texts = Texts::of(&posts, &reservation).map_err(|error| call.failed(error))?;
        let found = compare(call, &texts, &reservation)?;
        found.say(call, &texts);
        rows::relation(&posts, &texts, &found)
    }
}

/// One publication.
struct Post {
    at: i64,
    id: SignalId,
    account: i64,
    platform: u32,
    precision: u32,
    /// Where its text ends in `Posts::texts`; it begins where the one read before it ends.
    text: (usize, usize),
}

/// All publications, in the order of their times, and what they say.
struct Posts {
    posts: Vec<Post>,
    texts: String,
    /// Platforms and precisions, by number.
    words: Vec<String>,
}

impl Posts {
    fn gather(call: &Call<'_>, reservation: &Reservation) -> Result<Self, RunError> {
        let fail = |error| call.failed(error);
        let columns = "signal_id, at, author, platform, precision, text";
        let mut all = Self { posts: Vec::new(), texts: String::new(), words: Vec::new() };
        let mut numbers = BTreeMap::new();
        for batch in call.stream("texts", columns, USABLE, &[])? {
            let batch = batch.map_err(fail)?;
            all.take(&batch, &mut numbers, reservation).map_err(fail)?;
        }
        all.posts.sort_unstable_by_key(|post| (post.at, post.id));
        all.settle(reservation);
        Ok(all)
    }

    /// Gives back what reading took and nothing holds any more.
    fn settle(&mut self, reservation: &Reservation) {
        self.posts.shrink_to_fit();
        self.texts.shrink_to_fit();
        let held = self.posts.capacity() * size_of::<Post>() + self.texts.capacity();
        reservation.shrink(reservation.size().saturating_sub(held));
    }

    fn take(
        &mut self,
        batch: &RecordBatch,
        numbers: &mut BTreeMap<String, u32>,
        reservation: &Reservation,
    ) -> Result<(), EngineError> {
        let ids = batch.column(0).as_fixed_size_binary();
        let times = batch.column(1).as_primitive::<TimestampMicrosecondType>().values();
        let accounts = batch.column(2).as_primitive::<Int64Type>().values();
        let platforms = batch.column(3).as_string::<i32>();
        let precisions = batch.column(4).as_string::<i32>();
        let texts = batch.column(5).as_string::<i32>();
        // Twice, since what holds them doubles when it is full; `settle` gives the rest back.
        let bytes: usize = texts.iter().flatten().map(str::len).sum();
        reservation.grow((batch.num_rows() * size_of::<Post>() + bytes) * 2)?;
        let mut number = |words: &mut Vec<String>, word: &str| {
            if let Some(number) = numbers.get(word) {
                return *number;
            }
            let number = u32::try_from(words.len()).unwrap_or(u32::MAX);
            words.push(word.to_owned());
            numbers.insert(word.to_owned(), number);
            number
        };
        for row in 0..batch.num_rows() {
            let word = |column: &arrow_array::StringArray| {
                if column.is_null(row) { "" } else { column.value(row) }.to_owned()
            };
            let platform = number(&mut self.words, &word(platforms));
            let precision = number(&mut self.words, &word(precisions));
            let start = self.texts.len();
            self.texts.push_str(texts.value(row));
            self.posts.push(Post {
                at: times[row],
                id: signal(ids.value(row)),
                account: accounts[row],
                platform,
                precision,
                text: (start, self.texts.len()),
            });
        }
        Ok(())
    }

    fn text(&self, post: usize) -> &str {
        let span = self.posts.get(post).map_or(0..0, |post| post.text.0..post.text.1);
        self.texts.get(span).unwrap_or_default()
    }

    fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }
}

/// So many posts are spelled before memory is asked for.
const AT_ONCE: usize = 16_384;

/// The distinct texts of the posts, numbered by first appearance.
struct Texts {
    distinct: Distinct,
    /// By post: its text.
    of_post: Vec<u32>,
    /// By text: how many posts, and the first of them.
    posts: Vec<u32>,
    first: Vec<usize>,
    /// By text: of the accounts that posted it, the lowest.
    author: Vec<i64>,
}

impl Texts {
    fn of(posts: &Posts, reservation: &Reservation) -> Result<Self, EngineError> {
        let mut distinct = Distinct::default();
        let mut of_post = Vec::with_capacity(posts.posts.len());
        reservation.grow(of_post.capacity() * size_of::<u32>())?;
        let mut held = 0;
        for start in (0..posts.posts.len()).step_by(AT_ONCE) {
            let end = posts.posts.len().min(start + AT_ONCE);
            of_post.extend(distinct.add((start..end).map(|post| posts.text(post))));
            // Asked for after the fact: so few add little.
            let now = distinct.memory();
            reservation.grow(now.saturating_sub(held))?;
            held = now;
        }
        let each = size_of::<u32>() + size_of::<usize>() + size_of::<i64>();
        reservation.grow(distinct.len() * each)?;
        let mut author = vec![i64::MAX; distinct.len()];
        let mut count = vec![0_u32; distinct.len()];
        let mut first = vec![usize::MAX; distinct.len()];
        for (post, text) in of_post.iter().enumerate() {
            if distinct.text(*text).is_empty() {
                // Nothing but links and marks that nobody sees: that says nothing, however often.
                continue;
            }
            let (count, first) = (&mut count[*text as usize], &mut first[*text as usize]);
            *count = count.saturating_add(1);
            *first = (*first).min(post);
            if let Some(post) = posts.posts.get(post) {
                let author = &mut author[*text as usize];
                *author = (*author).min(post.account);
            }
        }
        Ok(Self { distinct, of_post, posts: count, first, author })
    }

    fn len(&self) -> usize {
        self.posts.len()
    }

    /// The first post of a text.
    fn first(&self, text: u32) -> usize {
        self.first.get(text as usize).copied().unwrap_or(usize::MAX)
    }

    fn spelled(&self, text: usize) -> &[u8] {
        self.distinct.text(u32::try_from(text).unwrap_or(u32::MAX))
    }
}

/// Above this number of distinct texts only very near ones are looked for: loosely similar pairs of
/// chatter made from the same phrases grow with the square of their number.
const MANY: usize = 50_000;
/// "Very near", in thousandths.
const VERY_NEAR: u32 = 700;

/// What comparing gave.
struct Found {
    copies: Arc<NearPairs>,
    groups: Vec<Group>,
    /// Texts by rewording: the medoid of the group that they join, and the cosine.
    reworded: Vec<(u32, Member)>,
    /// Too many for rewordings.
    not_compared: usize,
    /// The threshold was raised to [`VERY_NEAR`].
    is_raised: bool,
}

fn compare(call: &Call<'_>, texts: &Texts, reservation: &Reservation) -> Result<Found, RunError> {
    let number =
        |name: &str| call.integer(name).map(|n| u32::try_from(n.max(1)).unwrap_or(u32::MAX));
    let asked = number("similar_permille")?.min(1_000);
    let is_raised = texts.len() > MANY && asked < VERY_NEAR;
    let options = CopyOptions {
        permille: if is_raised { VERY_NEAR } else { asked },
        crowd: number("max_crowd")?,
        ..CopyOptions::default()
    };
    let mut budget = Pool(reservation);
    // Nothing less than the same words: those stand together already.
    let copies = if asked == 1_000 {
        Arc::default()
    } else {
        pairs(call, &texts.distinct, options, &mut budget)?
    };
    let grouping = copies.pairs.len().saturating_mul(4 * size_of::<NearPair>());
    reservation.grow(grouping).map_err(|error| call.failed(error))?;
    let digest = |text| texts.distinct.digest(text);
    let groups = groups(&copies.pairs, &texts.posts, digest);
    reservation.shrink(grouping);
    let mut found = Found { copies, groups, reworded: Vec::new(), not_compared: 0, is_raised };
    let permille = number("reworded_permille")?;
    if permille <= 1_000 {
        let most_texts = number("max_reworded")? as usize;
        let options = RewordingOptions { permille, most_texts };
        found.reword(call, texts, options, &mut budget)?;
    }
    Ok(found)
}

/// The near pairs; several pages ask for those of the same texts, and the next run for those of these
/// and a few more.
fn pairs(
    call: &Call<'_>,
    texts: &Distinct,
    options: CopyOptions,
    budget: &mut Pool<'_>,
) -> Result<Arc<NearPairs>, RunError> {
    let numbers = (0..u32::try_from(texts.len()).unwrap_or(u32::MAX)).map(|at| texts.digest(at));
    let key = FieldHasher::new("vigie near pairs v1")
        .field(options.permille.to_le_bytes())
        .field(options.crowd.to_le_bytes())
        .field(numbers.flatten().collect::<Vec<u8>>())
        .finish();
    if let Some(known) = call.memo().get::<Compared>(SPEC.name, key) {
        return Ok(known.found());
    }
    let found = match call.memo().newest::<Compared>(SPEC.name) {
        Some(before) => before.near_pairs(texts, options, budget),
        None => near_pairs(texts, options, budget),
    };
    let found = Arc::new(found.map_err(|error| over_budget(call, error))?);
    let memory = call.reserve();
    let compared = Compared::of(texts, options, Arc::clone(&found));
    // Where there is no room for them they are worked out again.
    if memory.grow(compared.memory()).is_ok() {
        call.memo().put(SPEC.name, key, Arc::new(compared), memory);
    }
    Ok(found)
}

impl Found {
    /// Texts in no group join the group whose medoid they reword, or each other.
    fn reword(
        &mut self,
        call: &Call<'_>,
        texts: &Texts,
        options: RewordingOptions,
        budget: &mut Pool<'_>,
    ) -> Result<(), RunError> {
        // The medoids of groups come first, as if they had been posted very often.
        const FIRST: u32 = 1 << 20;
        let mut posts = vec![1_u32; texts.len()];
        let mut takes_part = vec![true; texts.len()];
        for group in &self.groups {
            for member in &group.members {
                takes_part[member.text as usize] = false;
            }
            takes_part[group.medoid as usize] = true;
            posts[group.medoid as usize] = FIRST;
        }
        for (text, part) in (0..).zip(&mut takes_part) {
            *part &= !is_short(texts.distinct.text(text));
        }
        let only = |text: u32| takes_part.get(text as usize).copied().unwrap_or(false);
        let near = rewordings(&texts.distinct, only, options, budget)
            .map_err(|error| over_budget(call, error))?;
        self.not_compared = near.not_compared;
        let is_medoid = |text: u32| posts.get(text as usize).is_some_and(|posts| *posts == FIRST);
        let pairs: Vec<NearPair> = near
            .pairs
            .iter()
            .filter(|pair| !(is_medoid(pair.one) && is_medoid(pair.two)))
            .map(|pair| {
                let (one, two) = (pair.one, pair.two);
                NearPair { one, two, shared: millionths(pair.cosine), either: 1_000_000 }
            })
            .collect();
        for group in groups(&pairs, &posts, |text| texts.distinct.digest(text)) {
            if group.members.len() > 1 {
                let members = group.members.iter().copied();
                self.reworded.extend(members.map(|member| (group.medoid, member)));
            }
        }
        Ok(())
    }

    /// By medoid: the texts around it with their similarity and whether it is a rewording's.
    fn members(&self) -> BTreeMap<u32, Vec<(Member, bool)>> {
        let mut all: BTreeMap<u32, Vec<(Member, bool)>> = BTreeMap::new();
        for group in &self.groups {
            let members = group.members.iter().map(|member| (*member, false));
            all.insert(group.medoid, members.collect());
        }
        for (medoid, member) in &self.reworded {
            let members = all.entry(*medoid).or_default();
            if members.iter().all(|(known, _)| known.text != member.text) {
                members.push((*member, true));
            }
        }
        all
    }

    fn say(&self, call: &mut Call<'_>, texts: &Texts) {
        let mut note = |why, texts: u64| {
            if texts > 0 {
                call.note(Note::Texts { why, texts });
            }
        };
        let all = texts.len() as u64;
        note(TextNote::Crowd, self.copies.left.crowd_texts);
        note(TextNote::ByHashes, if self.copies.method == Method::Hashes { all } else { 0 });
        note(TextNote::OnlyVeryNear, if self.is_raised { all } else { 0 });
        note(TextNote::Rewording, self.not_compared as u64);
        note(TextNote::Translation, all);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cosine lies between 0 and 1"
)]
fn millionths(cosine: f64) -> u32 {
    (cosine * 1e6).round() as u32
}

fn over_budget(call: &Call<'_>, error: OverBudget) -> RunError {
    let OverBudget { source, bytes } = error;
    match source.downcast::<EngineError>() {
        Ok(own) => call.failed(*own),
        Err(other) => RunError::bug(format!("{bytes} bytes were refused: {other}")),
    }
}
