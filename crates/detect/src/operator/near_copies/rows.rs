//! From groups of texts to one row a publication.

use std::cmp::Reverse;
use std::sync::Arc;

use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use vigie_engine::Relation;
use vigie_kernels::copies::{LITERAL, Member, TextFacts, key_of, kind_of, literal_ratio};

use super::super::evidence::ID_BYTES;
use super::{Found, Post, Posts, SPEC, Texts};
use crate::error::RunError;

/// Rows of one batch of the result.
const BATCH: usize = 8_192;

/// What is said of a text in a group.
#[derive(Clone)]
struct InGroup {
    group: usize,
    similarity: f64,
    relation: &'static str,
    literal: f64,
}

/// What is said of a group.
struct Said {
    /// Named by the text that most of its publications carry.
    cluster: i64,
    kind: &'static str,
    medoid: [u8; ID_BYTES],
}

pub(super) fn relation(posts: &Posts, texts: &Texts, found: &Found) -> Result<Relation, RunError> {
    let members = found.members();
    let mut of_text: Vec<Option<InGroup>> = vec![None; texts.len()];
    let mut said = Vec::with_capacity(members.len());
    for (group, (medoid, members)) in members.iter().enumerate() {
        let middle = posts.posts.get(texts.first(*medoid));
        said.push(Said {
            cluster: name(texts, members),
            kind: "",
            medoid: middle.map_or([0; ID_BYTES], |post| post.id.0),
        });
        for (member, reworded) in members {
            of_text[member.text as usize] =
                Some(in_group(posts, texts, (group, *medoid), member, *reworded));
        }
    }
    kinds(posts, texts, &members.keys().copied().collect::<Vec<_>>(), &of_text, &mut said);
    let mut order: Vec<(usize, &InGroup, &Post)> = posts
        .posts
        .iter()
        .zip(&texts.of_post)
        .filter_map(|(post, text)| {
            let text = of_text.get(*text as usize)?.as_ref()?;
            Some((text.group, text, post))
        })
        .collect();
    order.sort_by_key(|(group, _, post)| (said[*group].cluster, *group, post.at, post.id));
    let mut batches = Vec::new();
    for rows in order.chunks(BATCH) {
        batches.push(batch(posts, &said, rows)?);
    }
    Ok(Relation { schema: SPEC.schema(), batches })
}

/// The name of a group: that of the text that stands most often in it, letter for letter. It does
/// not depend on when a publication was read, nor on texts that say the same in other words.
fn name(texts: &Texts, members: &[(Member, bool)]) -> i64 {
    let has_copies = members.iter().any(|(_, reworded)| !reworded);
    members
        .iter()
        .filter(|(_, reworded)| !(*reworded && has_copies))
        .map(|(member, _)| member.text)
        .max_by_key(|text| {
            let count = texts.posts.get(*text as usize).copied().unwrap_or(0);
            (count, Reverse(texts.distinct.digest(*text)))
        })
        .map_or(0, |text| key_of(texts.distinct.digest(text)))
}

fn in_group(
    posts: &Posts,
    texts: &Texts,
    (group, medoid): (usize, u32),
    member: &Member,
    reworded: bool,
) -> InGroup {
    if member.text == medoid {
        return InGroup { group, similarity: 1.0, relation: "equal", literal: 1.0 };
    }
    let text = |text: u32| posts.text(texts.first(text));
    let literal = literal_ratio(text(medoid), text(member.text));
    let relation = match reworded {
        false => "near",
        true if literal > LITERAL => "literal",
        true => "rewording",
    };
    let rounded = |share: f64| (share * 1e6).round() / 1e6;
    InGroup { group, similarity: rounded(member.similarity), relation, literal: rounded(literal) }
}

/// Gives each group the kind of its medoid.
fn kinds(
    posts: &Posts,
    texts: &Texts,
    medoids: &[u32],
    of_text: &[Option<InGroup>],
    said: &mut [Said],
) {
    // Texts of one group are one voice; each other text is one.
    let alone = u32::try_from(said.len()).unwrap_or(u32::MAX);
    let unit: Vec<u32> = (0..)
        .zip(of_text)
        .map(|(text, group)| match group {
            Some(group) => u32::try_from(group.group).unwrap_or(u32::MAX),
            None => alone.saturating_add(text),
        })
        .collect();
    let facts = TextFacts::of(|text| texts.spelled(text), &unit, &texts.author);
    for (said, medoid) in said.iter_mut().zip(medoids) {
        let facts = facts.get(*medoid as usize).copied().unwrap_or_default();
        let text = posts.text(texts.first(*medoid));
        said.kind = kind_of(text, texts.spelled(*medoid as usize), facts).word();
    }
}

fn batch(
    posts: &Posts,
    said: &[Said],
    rows: &[(usize, &InGroup, &Post)],
) -> Result<RecordBatch, RunError> {
    let size = i32::try_from(ID_BYTES).unwrap_or(i32::MAX);
    let bug = |error: arrow_schema::ArrowError| RunError::bug(error.to_string());
    let (mut ids, mut medoids) =
        (FixedSizeBinaryBuilder::new(size), FixedSizeBinaryBuilder::new(size));
    for (group, _, post) in rows {
        ids.append_value(post.id.0).map_err(bug)?;
        medoids.append_value(said[*group].medoid).map_err(bug)?;
    }
    let texts = |word: &dyn Fn(&(usize, &InGroup, &Post)) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(word)))
    };
    let reals = |number: &dyn Fn(&InGroup) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(rows.iter().map(|(_, text, _)| number(text))))
    };
    let integers = |number: &dyn Fn(&(usize, &InGroup, &Post)) -> i64| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(rows.iter().map(number)))
    };
    let times: Vec<i64> = rows.iter().map(|(_, _, post)| post.at).collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(ids.finish()),
        integers(&|(group, _, _)| said[*group].cluster),
        reals(&|text| text.similarity),
        texts(&|(_, text, _)| text.relation.to_owned()),
        reals(&|text| text.literal),
        texts(&|(group, _, _)| said[*group].kind.to_owned()),
        integers(&|(_, _, post)| post.account),
        texts(&|(_, _, post)| posts.word(post.platform).to_owned()),
        Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC")),
        texts(&|(_, _, post)| posts.word(post.precision).to_owned()),
        Arc::new(medoids.finish()),
    ];
    RecordBatch::try_new(SPEC.schema(), columns).map_err(bug)
}
