//! Posts as newline-delimited JSON, the way exports of social platforms look.

use crate::calendar::{HOURS, SECOND, Stamps, Style, decimal, hour_of};
use crate::rng::{HeavyTail, Rng, index, mix};
use crate::stream::{Feed, Line, Slot};
use crate::truth::Subject;
use crate::words::{
    FIRST_NAMES, LAST_NAMES, NEWSROOM, OUTLETS, PLATFORMS, TAGS, article_path, domain, message, tag,
};

/// How a column mapping reads the posts.
pub const POSTS_MAPPING: &str = "platform=platform,native_id=message_id,author_id=user_id,\
author_name=username,text=message,published_at=timestamp,link=link,hashtag=hashtags";

/// The number of an account. Ordinary people come first, the newsroom's accounts after them.
pub(crate) type Account = u32;

/// An article of a site, and how the sharer's address bar dressed it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Link {
    pub(crate) site: u16,
    pub(crate) number: u32,
    pub(crate) dress: u8,
}

/// A hashtag's number, or none.
pub(crate) const NO_TAG: u8 = u8::MAX;

/// One post.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Post {
    pub(crate) account: Account,
    pub(crate) link: Option<Link>,
    pub(crate) tags: [u8; 2],
    /// Decides the words.
    pub(crate) text: u32,
}

/// How many ordinary people write.
pub(crate) fn population(posts: u64) -> u32 {
    u32::try_from(posts / 10).unwrap_or(u32::MAX).clamp(400, 1 << 30)
}

/// How an account is called on its platform.
pub(crate) fn subject(account: Account, population: u32) -> Subject {
    let mut id = Vec::new();
    user_id(account, &mut id);
    Subject::Account {
        platform: platform(account, population),
        id: String::from_utf8_lossy(&id).into_owned(),
    }
}

fn platform(account: Account, population: u32) -> &'static str {
    match account.checked_sub(population) {
        Some(_) => PLATFORMS[0],
        None => PLATFORMS[index(mix(u64::from(account)) % 3)],
    }
}

/// Ids have eighteen digits: more than a floating-point number can carry.
fn user_id(account: Account, out: &mut Vec<u8>) {
    decimal(700_000_000_000_000_007 + u64::from(account) * 7_919_003, out);
}

fn username(account: Account, population: u32, out: &mut Vec<u8>) {
    if let Some(office) = account.checked_sub(population) {
        let name = NEWSROOM[index(u64::from(office)) % NEWSROOM.len()];
        out.extend_from_slice(name.as_bytes());
        return;
    }
    let bits = mix(u64::from(account) ^ 0x6E61_6D65);
    let name = |shift: u32, len: usize| index((bits >> shift) & 0xFFFF) % len;
    out.extend_from_slice(FIRST_NAMES[name(0, FIRST_NAMES.len())].as_bytes());
    out.push(b'_');
    out.extend_from_slice(LAST_NAMES[name(16, LAST_NAMES.len())].as_bytes());
    decimal((bits >> 32) % 100, out);
}

/// Draws and writes posts.
pub(crate) struct Posts {
    population: u32,
    accounts: HeavyTail,
    articles: u64,
    recent: HeavyTail,
    archive: HeavyTail,
    tags: HeavyTail,
    stamps: Stamps,
    written: u64,
}

impl Posts {
    pub(crate) fn new(posts: u64) -> Self {
        let population = population(posts);
        // One article for every eight shared links.
        let articles = (posts * 35 / 100 / 8).max(100);
        Self {
            population,
            // The busiest account writes about 300 posts a season, whatever the size.
            accounts: HeavyTail::new(u64::from(population), u64::from(population) / 300),
            articles,
            recent: HeavyTail::new(articles / 20, 2),
            archive: HeavyTail::new(articles, 2),
            tags: HeavyTail::new(crate::rng::count(TAGS.len()), 8),
            stamps: Stamps::new(Style::Utc),
            written: 0,
        }
    }

    /// An article that was out at `at`: mostly a recent one, and among those a few that everybody
    /// shares.
    fn article(&self, at: i64, rng: &mut Rng) -> Link {
        let hours = crate::rng::count(HOURS);
        // As many articles again are older than the season.
        let latest = self.articles + self.articles * crate::rng::count(hour_of(at)) / hours;
        let age = if rng.chance(900) { self.recent.draw(rng) } else { self.archive.draw(rng) };
        let number = latest.saturating_sub(age);
        let step = match rng.below(20) {
            0..12 => 1,
            12..17 => 16,
            _ => 256,
        };
        let number = number - number % step;
        let site = u16::try_from(mix(number ^ 0x7369_7465) % u64::from(OUTLETS)).unwrap_or(0);
        let dress = u8::try_from(rng.below(16)).unwrap_or(0);
        Link { site, number: u32::try_from(number).unwrap_or(u32::MAX), dress }
    }

    fn tag(&self, rng: &mut Rng) -> u8 {
        u8::try_from(self.tags.draw(rng)).unwrap_or(0)
    }

    fn post(&self, at: i64, rng: &mut Rng) -> Post {
        let account = Account::try_from(self.accounts.draw(rng)).unwrap_or(0);
        let link = if rng.chance(350) { Some(self.article(at, rng)) } else { None };
        let mut tags = [NO_TAG; 2];
        if rng.chance(if link.is_some() { 200 } else { 450 }) {
            tags[0] = self.tag(rng);
            let second = self.tag(rng);
            if link.is_none() && rng.chance(300) && second != tags[0] {
                tags[1] = second;
            }
        }
        let text = u32::try_from(rng.bits() >> 32).unwrap_or(0);
        Post { account, link, tags, text }
    }
}

impl Feed for Posts {
    type Event = Post;

    fn ordinary(&mut self, rng: &mut Rng, slot: Slot, out: &mut Vec<Line<Post>>) {
        for _ in 0..slot.lines {
            let at = rng.between(slot.from, slot.until);
            let at = (at - at.rem_euclid(SECOND)).max(slot.from);
            out.push(Line { at, event: self.post(at, rng) });
        }
    }

    fn write(&mut self, line: &Line<Post>, out: &mut Vec<u8>) {
        let post = &line.event;
        out.extend_from_slice(b"{\"platform\":\"");
        out.extend_from_slice(platform(post.account, self.population).as_bytes());
        out.extend_from_slice(b"\",\"message_id\":\"");
        decimal(180_000_000_000_000_000 + self.written * 4096 + mix(self.written) % 4096, out);
        self.written += 1;
        out.extend_from_slice(b"\",\"user_id\":\"");
        user_id(post.account, out);
        out.extend_from_slice(b"\",\"username\":\"");
        username(post.account, self.population, out);
        out.extend_from_slice(b"\",\"message\":\"");
        message(post.text, out);
        let tags = || post.tags.into_iter().filter(|number| *number != NO_TAG).map(tag);
        for name in tags() {
            out.extend_from_slice(b" #");
            out.extend_from_slice(name.as_bytes());
        }
        out.extend_from_slice(b"\",\"timestamp\":\"");
        self.stamps.write(line.at, out);
        match post.link {
            Some(link) => {
                out.extend_from_slice(b"\",\"link\":\"");
                address(link, out);
                out.extend_from_slice(b"\",\"hashtags\":[");
            }
            None => out.extend_from_slice(b"\",\"link\":null,\"hashtags\":["),
        }
        for (place, name) in tags().enumerate() {
            out.extend_from_slice(if place == 0 { b"\"" } else { b",\"" });
            out.extend_from_slice(name.as_bytes());
            out.push(b'"');
        }
        out.extend_from_slice(b"]}\n");
    }
}

/// Appends a link as somebody pasted it. Most are bare; the others name one article all the same.
fn address(link: Link, out: &mut Vec<u8>) {
    out.extend_from_slice(b"https://");
    domain(link.site, out);
    article_path(link.site, link.number, out);
    let tail: &[u8] = match link.dress {
        1 => b"?utm_source=chirp&utm_medium=social",
        2 => b"?utm_campaign=newsletter",
        3 => b"#commentaires",
        _ => b"",
    };
    out.extend_from_slice(tail);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_reads_like_an_export() {
        let mut posts = Posts::new(20_000);
        let link = Some(Link { site: 49, number: 17, dress: 1 });
        let event = Post { account: 5, link, tags: [0, 2], text: 3 };
        let at = vigie_model::Timestamp::parse("2027-04-01T10:00:00Z").unwrap().0;
        let mut out = Vec::new();
        posts.write(&Line { at, event }, &mut out);
        let event = Post { link: None, tags: [NO_TAG; 2], account: 2001, ..event };
        posts.write(&Line { at, event }, &mut out);
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {"platform":"kanal","message_id":"180000000000003503","user_id":"700000000039595022","username":"ferrand_vaudrey85","message":"Je pose ça là. Mira Oskeld has no answer on hospital beds. Bonne journée. #solvane2027 #LeDebat","timestamp":"2027-04-01T10:00:00Z","link":"https://radio-port-aurel.example/2027/entretien-parrainages-17?utm_source=chirp&utm_medium=social","hashtags":["solvane2027","LeDebat"]}
        {"platform":"chirp","message_id":"180000000000007361","user_id":"700000015845925010","username":"rpa_politique","message":"Je pose ça là. Mira Oskeld has no answer on hospital beds. Bonne journée.","timestamp":"2027-04-01T10:00:00Z","link":null,"hashtags":[]}
        "#);
    }

    #[test]
    fn account_ids_are_distinct_and_no_float_can_carry_them() {
        let ids: Vec<Subject> = (0..2000).map(|account| subject(account, 1000)).collect();
        let mut distinct = ids.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len());
        let Subject::Account { id, .. } = &ids[0] else { panic!("not an account") };
        assert_eq!(id.len(), 18);
    }
}
