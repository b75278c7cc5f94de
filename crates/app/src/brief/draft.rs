//! The draft: sentences and the evidence that was dragged beside them, in `cases/draft.json`.
//!
//! An evidence block belongs to the text above it. A sentence that has a figure and neither names
//! an id nor has an evidence block below its text is marked; it may still be told, marked as it is.

use std::io::{ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use vigie_cases::{BriefId, Digest};
use vigie_model::FindingId;

use crate::cases::words_shown;
use crate::project::read_bounded;
use crate::words::{Language, Words};
use crate::{AppError, Project, Refusal};

/// A draft holds at most so many blocks; a brief is a page or two.
const MAX_BLOCKS: usize = 500;

/// The longest text of a block, in bytes.
const MAX_TEXT: usize = 16 * 1024;

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// What a person wrote.
    Text,
    /// A finding.
    Finding,
    /// An incident.
    Incident,
    /// A measure.
    Measure,
}

/// A block as it is sent and kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BlockInput {
    /// Names it on the screen.
    pub id: String,
    /// What it is.
    pub kind: BlockKind,
    /// The words of a text block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The id of an evidence block: `F-…`, `F-…@…`, `I-0007`, `M-…`.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A block as it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Block {
    /// As kept.
    #[serde(flatten)]
    pub block: BlockInput,
    /// It has a figure and nothing that it rests on.
    pub unsupported: bool,
}

/// The draft as it is sent.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
pub struct DraftInput {
    /// What the brief is to be called.
    #[serde(default)]
    pub title: Option<String>,
    /// In which language it is to be told.
    #[serde(default)]
    pub language: Option<String>,
    /// Its blocks.
    pub blocks: Vec<BlockInput>,
    /// The head that was on the screen; a draft that changed meanwhile is not replaced.
    #[serde(default)]
    pub head: Option<String>,
}

/// The draft as it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Draft {
    /// What the brief is to be called.
    pub title: String,
    /// In which language it is to be told.
    pub language: &'static str,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// What a change has to name.
    pub head: String,
}

/// The file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) blocks: Vec<BlockInput>,
}

/// Which draft a brief tells.
#[derive(Serialize, Deserialize)]
struct Telling {
    brief: BriefId,
    /// Its [`Kept::head`].
    draft: String,
}

impl Kept {
    /// What is left once it was told.
    fn emptied(self) -> Self {
        Self { language: self.language, ..Self::default() }
    }

    fn head(&self) -> Result<String, AppError> {
        Ok(Digest::of(serde_json::to_string(self)?.as_bytes()).to_string())
    }
}

impl Project {
    /// The draft; an empty one where nobody wrote any.
    ///
    /// # Errors
    /// When `cases/draft.json` cannot be read.
    pub fn brief_draft(&self) -> Result<Draft, AppError> {
        let kept = self.kept_draft()?;
        let language = kept.language.as_deref().and_then(Language::from_code);
        let supported = supports(&kept.blocks);
        let head = kept.head()?;
        let blocks = kept.blocks.into_iter().zip(supported).map(|(block, supported)| Block {
            unsupported: block.text.as_deref().is_some_and(|text| is_unsupported(text, supported)),
            block: BlockInput {
                id: crate::gate::harmless(&block.id),
                text: block.text.as_deref().map(words_shown),
                reference: block.reference.as_deref().map(crate::gate::harmless),
                ..block
            },
        });
        Ok(Draft {
            title: kept.title.as_deref().map(words_shown).unwrap_or_default(),
            language: language.unwrap_or(self.config.language).code(),
            blocks: blocks.collect(),
            head,
        })
    }

    /// Keeps a draft in the place of the one that is there.
    ///
    /// # Errors
    /// When it changed since `head`, is too long, or cannot be written.
    pub fn keep_brief_draft(&self, input: DraftInput) -> Result<Draft, AppError> {
        if let Some(head) = &input.head
            && *head != self.kept_draft()?.head()?
        {
            return Err(Refusal::DraftChanged.into());
        }
        let too_long = input.blocks.len() > MAX_BLOCKS
            || input.blocks.iter().any(|block| {
                let texts = [Some(&block.id), block.text.as_ref(), block.reference.as_ref()];
                texts.into_iter().flatten().any(|text| text.len() > MAX_TEXT)
            });
        if too_long || input.title.as_ref().is_some_and(|title| title.len() > MAX_TEXT) {
            return Err(Refusal::DraftTooLong { blocks: MAX_BLOCKS, bytes: MAX_TEXT }.into());
        }
        let language = input.language.filter(|code| Language::from_code(code).is_some());
        let kept = Kept { title: input.title, language, blocks: input.blocks };
        self.write_draft(&kept)?;
        self.brief_draft()
    }

    /// The draft as it stands; an empty one when all of it was told already.
    pub(super) fn kept_draft(&self) -> Result<Kept, AppError> {
        let kept = self.draft_file()?;
        Ok(if self.was_told(&kept)? { kept.emptied() } else { kept })
    }

    fn draft_file(&self) -> Result<Kept, AppError> {
        match read_bounded(&self.draft_path())? {
            Some(text) => Ok(serde_json::from_str(&text)?),
            None => Ok(Kept::default()),
        }
    }

    /// Says which draft is about to be told by which brief. A process that dies between the
    /// journal's entry and the emptying of the draft must not tell its sentences twice.
    pub(super) fn mark_draft(&self, draft: &Kept, brief: &BriefId) -> Result<(), AppError> {
        if draft.blocks.is_empty() {
            return Ok(());
        }
        let telling = Telling { brief: brief.clone(), draft: draft.head()? };
        self.write_whole(&self.telling_path(), &telling)
    }

    /// Whether a brief of this author that stands in the journal told this very draft.
    fn was_told(&self, kept: &Kept) -> Result<bool, AppError> {
        if kept.blocks.is_empty() {
            return Ok(false);
        }
        let Some(text) = read_bounded(&self.telling_path())? else { return Ok(false) };
        let telling: Telling = serde_json::from_str(&text)?;
        if telling.draft != kept.head()? {
            return Ok(false);
        }
        let here = self.author()?.id;
        Ok(self.state()?.briefs.get(&telling.brief).is_some_and(|told| told.mark.author == here))
    }

    /// Empties the draft after it was told, unless somebody went on writing: tomorrow's brief must
    /// not repeat today's sentences.
    pub(super) fn clear_brief_draft(&self, told: &Kept) -> Result<(), AppError> {
        if told.blocks.is_empty() || self.draft_file()? != *told {
            return Ok(());
        }
        self.write_draft(&told.clone().emptied())
    }

    fn draft_path(&self) -> std::path::PathBuf {
        self.cases_folder().join("draft.json")
    }

    fn telling_path(&self) -> std::path::PathBuf {
        self.cases_folder().join("draft.telling")
    }

    /// Keeps a draft. What was said of the one before it says nothing of this one, even when both
    /// have the same words.
    fn write_draft(&self, kept: &Kept) -> Result<(), AppError> {
        self.write_whole(&self.draft_path(), kept)?;
        let path = self.telling_path();
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                Err(AppError::Write { path, source })
            }
            _ => Ok(()),
        }
    }

    /// Writes a small file whole, or leaves the one that is there.
    fn write_whole(&self, path: &Path, value: &impl Serialize) -> Result<(), AppError> {
        let write = |source| AppError::Write { path: path.to_owned(), source };
        std::fs::create_dir_all(self.cases_folder()).map_err(write)?;
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let mut file = std::fs::File::create(&part).map_err(write)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(write)?;
        std::fs::rename(&part, path).map_err(write)
    }

    /// What is said when nobody gave the brief a title.
    pub(super) fn brief_title(&self, day: &str) -> String {
        let words = Words::new(self.config.language);
        let mut parts = day.splitn(3, '-').map(|part| part.trim_start_matches('0'));
        let (year, month, number) = (parts.next(), parts.next(), parts.next());
        let month = month.and_then(|month| month.parse::<usize>().ok()).unwrap_or(1);
        let month = vigie_brief::MONTHS.get(month.saturating_sub(1)).copied().unwrap_or_default();
        let month = words.plain(month);
        let number = number.unwrap_or_default();
        let number = if number == "1" { words.plain("brief-first-day") } else { number.to_owned() };
        let date = [
            ("day", number.into()),
            ("month", month.into()),
            ("year", year.unwrap_or_default().into()),
        ];
        words.say("brief-title", &[("day", words.say("brief-date", &date).into())])
    }
}

/// For each block whether evidence follows before the next text.
pub(super) fn supports(blocks: &[BlockInput]) -> Vec<bool> {
    let mut supported = vec![false; blocks.len()];
    let mut text = None;
    for (place, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Text => text = Some(place),
            BlockKind::Finding | BlockKind::Incident | BlockKind::Measure => {
                supported[place] = true;
                if let Some(place) = text {
                    supported[place] = true;
                }
            }
        }
    }
    supported
}

/// Whether a sentence of the text has a figure and nothing that it rests on.
pub(super) fn is_unsupported(text: &str, supported: bool) -> bool {
    !supported
        && sentences(text).any(|sentence| {
            let (ids, others): (Vec<&str>, Vec<&str>) =
                sentence.split_whitespace().partition(|word| names_evidence(word));
            ids.is_empty() && others.iter().any(|word| word.contains(char::is_numeric))
        })
}

/// A text cut after `.`, `!`, `?` and `…` before a space, and at line ends.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.char_indices().find_map(|(at, letter)| {
            let after = at + letter.len_utf8();
            let ends = matches!(letter, '.' | '!' | '?' | '…')
                && rest[after..].chars().next().is_none_or(char::is_whitespace);
            (ends || letter == '\n').then_some(after)
        });
        let (sentence, left) = rest.split_at(end.unwrap_or(rest.len()));
        rest = left;
        Some(sentence)
    })
}

/// Whether a word is the id of something that a sentence can rest on, in full or as people
/// shorten it.
pub(super) fn names_evidence(word: &str) -> bool {
    let word = trimmed(word);
    let hex = |text: &str| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(rest) = word.strip_prefix(FindingId::PREFIX) {
        return hex(rest.split_once('@').map_or(rest, |(id, _)| id));
    }
    if let Some(rest) = word.strip_prefix("I-") {
        return rest.len() >= 4 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    }
    ["M-", "R-", "S-"].iter().any(|prefix| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= 2
                && rest.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        })
    })
}

/// A word without the punctuation around it.
pub(super) fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: BlockKind, words: &str) -> BlockInput {
        let is_text = kind == BlockKind::Text;
        BlockInput {
            id: words.to_owned(),
            kind,
            text: is_text.then(|| words.to_owned()),
            reference: (!is_text).then(|| words.to_owned()),
        }
    }

    #[test]
    fn a_figure_without_evidence_is_unsupported() {
        assert!(is_unsupported("Half of them come from 3 addresses.", false));
        assert!(!is_unsupported("Half of them come from 3 addresses.", true));
        assert!(!is_unsupported("Half of them come from 3 addresses (F-3f3f3f3f3f).", false));
        assert!(!is_unsupported("Some of them are new.", false));
    }

    #[test]
    fn each_sentence_needs_its_own_evidence() {
        assert!(is_unsupported("See I-0007 for 3 links. There were 400 more.", false));
        assert!(!is_unsupported("See I-0007 for 3.5 links! M-second-factor: 31 of 34.", false));
        assert!(is_unsupported("No evidence here\n2 lines", false));
    }

    #[test]
    fn figures_of_all_scripts_count() {
        assert!(is_unsupported("٣ comptes", false));
        assert!(is_unsupported("½ of them", false));
    }

    #[test]
    fn evidence_belongs_to_the_text_above_it() {
        use BlockKind::{Finding, Text};
        let blocks = [
            block(Finding, "F-0000"),
            block(Text, "one"),
            block(Text, "two"),
            block(Finding, "F-1111"),
            block(Finding, "F-2222"),
        ];
        assert_eq!(supports(&blocks), [true, false, true, true, true]);
    }

    #[test]
    fn what_only_looks_like_an_id_is_no_evidence() {
        for word in ["F-", "F-xyz", "I-7", "R-", "B-2027-04-13-1", "2027"] {
            assert!(!names_evidence(word), "{word}");
        }
        for word in ["F-3f3f", "(F-3f3f3f3f3f@0101010101010101),", "I-0007.", "M-dmarc"] {
            assert!(names_evidence(word), "{word}");
        }
    }
}
