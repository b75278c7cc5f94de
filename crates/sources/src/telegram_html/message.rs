//! One message of a page.

use jiff::tz::TimeZone;

use crate::html_text::{self, attribute};
use crate::post::{Objects, Post};
use crate::record::ClaimedTime;
use crate::stamp;

/// What messages of the service are called.
pub(super) const SERVICE: &str = "service messages";

/// What an element is.
pub(super) enum Found<'a> {
    /// A message; one that is joined to the message before has its author.
    Message {
        post: Box<Post<'a>>,
        is_joined: bool,
    },
    /// `Ada joined the group`.
    Service,
    /// A day between messages, which is none.
    Day,
    Unfit(&'static str),
}

/// An element of a page.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) inside: &'a str,
    /// Where it begins in what was looked through.
    start: usize,
}

/// Reads one message of the chat of that name.
pub(super) fn read(html: &str, chat: &str, zone: &TimeZone) -> Found<'static> {
    let Some(end) = html.find('>') else { return Found::Unfit("no element of a message") };
    let tag = &html[..end];
    let id = attribute(tag, "id").unwrap_or_default();
    let class = attribute(tag, "class").unwrap_or_default();
    let Some(number) = id.strip_prefix("message") else {
        return Found::Unfit("a message without id");
    };
    let has = |wanted: &str| class.split_ascii_whitespace().any(|word| word == wanted);
    if has("service") {
        // Days are counted below zero.
        return if number.starts_with('-') { Found::Day } else { Found::Service };
    }
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Found::Unfit("a message without number");
    }
    let inside = &html[end + 1..];
    let forwarded = element(inside, "div", "forwarded body");
    // What stands inside a forward is of its author, the name too.
    let own = forwarded.map_or(inside, |forward| &inside[..forward.start]);
    let body = forwarded.map_or(inside, |forward| forward.inside);
    let in_chat = |number: &str| {
        if chat.is_empty() { number.to_owned() } else { format!("{chat}_{number}") }
    };
    let mut post = Post {
        claimed: Some(claimed(date_of(own), zone)),
        platform: Some("telegram".into()),
        native_id: Some(in_chat(number).into()),
        kind: Some("message".into()),
        author_name: name(own),
        label: forwarded.map(|_| "forwarded".into()),
        ..Post::default()
    };
    if let Some(reply) = element(body, "div", "reply_to details") {
        post.kind = Some("reply".into());
        let to = reply.inside.split_once("go_to_message").map_or("", |(_, rest)| rest);
        let digits = to.bytes().take_while(u8::is_ascii_digit).count();
        post.reply_to = (digits > 0).then(|| in_chat(&to[..digits]).into());
    }
    if let Some(text) = element(body, "div", "text") {
        read_text(text.inside, &mut post);
    }
    post.images = media(body).map(Into::into);
    Found::Message { post: Box::new(post), is_joined: has("joined") }
}

/// The date of a message as it stands there.
pub(super) fn date_of(html: &str) -> Option<&str> {
    let start = html.find(" date details\" title=\"")? + " date details\" title=\"".len();
    Some(&html[start..start + html[start..].find('"')?])
}

/// `01.04.2027 10:00:00 UTC+02:00`; older exports have no zone.
fn claimed(date: Option<&str>, zone: &TimeZone) -> ClaimedTime {
    let Some(date) = date else { return stamp::claimed(None, zone) };
    let mut parts = date.split_ascii_whitespace();
    let (day, clock) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let offset = parts.next().and_then(|offset| offset.strip_prefix("UTC")).unwrap_or_default();
    let mut numbers = day.split('.');
    let (Some(day), Some(month), Some(year)) = (numbers.next(), numbers.next(), numbers.next())
    else {
        return stamp::claimed(Some("?"), zone);
    };
    let offset = match offset {
        "" if date.ends_with("UTC") => "Z",
        offset => offset,
    };
    stamp::claimed(Some(&format!("{year}-{month}-{day}T{clock}{offset}")), zone)
}

/// The author, without the bot that the message went through.
fn name(own: &str) -> Option<std::borrow::Cow<'static, str>> {
    let name = html_text::text(element(own, "div", "from_name")?.inside);
    let name = name.rsplit_once(" via @").map_or(name.as_str(), |(name, _)| name).trim();
    (!name.is_empty()).then(|| name.to_owned().into())
}

fn read_text(html: &str, post: &mut Post<'static>) {
    let page = html_text::page(html, usize::MAX);
    let mut links = Objects::default();
    page.links.iter().for_each(|link| links.push(link));
    let mut tags = Objects::default();
    let mut rest = html;
    while let Some(at) = rest.find("ShowHashtag(") {
        rest = &rest[at..];
        let Some(start) = rest.find('>') else { break };
        let end = rest[start..].find('<').map_or(rest.len(), |end| start + end);
        tags.push(&html_text::entities(&rest[start + 1..end]));
        rest = &rest[end..];
    }
    (post.links, post.hashtags) = (links.text(), tags.text());
    post.text = Some(page.text.trim().to_owned().into());
}

/// The path of the medium that lies beside the pages, if it was exported.
fn media(body: &str) -> Option<String> {
    let start = body.find("<div class=\"media_wrap")?;
    let wrap = element(&body[start..], "div", "media_wrap")?;
    let link = wrap.inside.find("<a ").map(|at| &wrap.inside[at + 1..])?;
    let path = attribute(&link[..link.find('>')?], "href")?;
    (!path.is_empty() && !path.contains("://")).then(|| path.into_owned())
}

/// The first element of this name whose class is this, or begins with it.
pub(super) fn element<'a>(html: &'a str, name: &str, class: &str) -> Option<Element<'a>> {
    let wanted = format!("<{name} class=\"{class}");
    let mut from = 0;
    loop {
        let start = from + html[from..].find(&wanted)?;
        let rest = &html[start..];
        let is_whole = rest[wanted.len()..].starts_with(['"', ' ']);
        let end = rest.find('>')?;
        if is_whole {
            let inside = &rest[end + 1..];
            let inside = &inside[..end_of(inside, name)];
            return Some(Element { inside, start });
        }
        from = start + wanted.len();
    }
}

/// Where the element ends whose inside begins here.
fn end_of(inside: &str, name: &str) -> usize {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let (mut depth, mut at) = (1_usize, 0);
    while let Some(sign) = memchr::memchr(b'<', &inside.as_bytes()[at..]) {
        at += sign;
        let tag = &inside[at..];
        let is = |name: &str| {
            tag.strip_prefix(name).is_some_and(|rest| {
                rest.starts_with(|next: char| next.is_ascii_whitespace() || next == '>')
            })
        };
        if is(&close) {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        } else if is(&open) {
            depth += 1;
        }
        at += 1;
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(class: &str, inside: &str) -> String {
        let html = format!(
            "<div class=\"message {class}\" id=\"message7\"><div class=\"body\"><div class=\"pull_right date details\" title=\"01.04.2027 10:00:00 UTC+02:00\">10:00</div>{inside}</div></div>"
        );
        match read(&html, "Canal", &TimeZone::UTC) {
            Found::Message { post, is_joined } => {
                let at = post.claimed.and_then(|claimed| claimed.at);
                let at = at.map_or_else(|| "-".to_owned(), |at| at.to_string());
                let texts = [
                    &post.native_id,
                    &post.author_name,
                    &post.text,
                    &post.links,
                    &post.hashtags,
                    &post.images,
                    &post.reply_to,
                    &post.label,
                ];
                let texts = texts.map(|text| text.as_deref().unwrap_or("-").to_owned());
                let joined = if is_joined { " joined" } else { "" };
                format!("{at} {}{joined}", texts.join(" | "))
            }
            Found::Service => "service".to_owned(),
            Found::Day => "day".to_owned(),
            Found::Unfit(detail) => detail.to_owned(),
        }
    }

    #[test]
    fn messages_are_read_with_what_they_carry() {
        assert_eq!(
            shown(
                "default clearfix",
                "<div class=\"from_name\">\nAda &amp; co via @robot\n</div><div class=\"reply_to details\">In reply to <a href=\"messages.html#go_to_message5\" onclick=\"return GoToMessage(5)\">this message</a></div><div class=\"text\">Voir <a href=\"https://gazette.example/a?x&amp;y\">ici</a><br><a href=\"\" onclick=\"return ShowHashtag(&quot;vote&quot;)\">#vote</a></div>"
            ),
            "2027-04-01T08:00:00Z Canal_7 | Ada & co | Voir ici\n#vote | [\"https://gazette.example/a?x&y\"] | [\"#vote\"] | - | Canal_5 | -"
        );
        assert_eq!(
            shown(
                "default clearfix joined",
                "<div class=\"media_wrap clearfix\"><a class=\"photo_wrap clearfix pull_left\" href=\"photos/photo_1.jpg\"><img class=\"photo\" src=\"photos/photo_1_thumb.jpg\"></a></div>"
            ),
            "2027-04-01T08:00:00Z Canal_7 | - | - | - | - | photos/photo_1.jpg | - | - joined"
        );
        assert_eq!(
            shown(
                "default clearfix",
                "<div class=\"from_name\">Ada</div><div class=\"forwarded body\"><div class=\"from_name\">Autre<span class=\"date details\" title=\"31.03.2027 09:00:00 UTC+02:00\"> 31.03.2027</span></div><div class=\"text\">Lu</div></div>"
            ),
            "2027-04-01T08:00:00Z Canal_7 | Ada | Lu | - | - | - | - | forwarded"
        );
        assert_eq!(shown("service", "Ada joined"), "service");
    }

    #[test]
    fn days_between_messages_are_none_and_old_dates_have_no_zone() {
        let day = "<div class=\"message service\" id=\"message-1\"><div class=\"body details\">1 April 2027</div></div>";
        assert!(matches!(read(day, "", &TimeZone::UTC), Found::Day));
        let old = claimed(Some("01.04.2027 10:00:00"), &TimeZone::UTC);
        assert_eq!(old.note, Some(crate::TimeNote::ZoneAssumed));
        assert!(claimed(Some("hier"), &TimeZone::UTC).at.is_none());
    }
}
