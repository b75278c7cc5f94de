//! What one text says that a near-copy of it does not.

/// Longer texts are compared up to here, in words.
const MOST_WORDS: usize = 400;

/// A run of words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the first.
    Gone(String),
    /// Only in the second.
    Added(String),
}

/// The second text against the first, word by word, along a longest common subsequence (Wagner &
/// Fischer 1974). Words are compared as they stand. Texts longer than 400 words are compared up to
/// there; the flag says whether anything was left out.
#[must_use]
pub fn differences(first: &str, second: &str) -> (Vec<Piece>, bool) {
    let words = |text: &str| -> (Vec<String>, bool) {
        let mut words = text.split_whitespace();
        let kept: Vec<String> = words.by_ref().take(MOST_WORDS).map(str::to_owned).collect();
        (kept, words.next().is_some())
    };
    let ((left, is_left_cut), (right, is_right_cut)) = (words(first), words(second));
    (walk(&left, &right), is_left_cut || is_right_cut)
}

fn walk(left: &[String], right: &[String]) -> Vec<Piece> {
    let wide = right.len() + 1;
    // common[i][j]: the longest common subsequence of what follows word i and word j.
    let mut common = vec![0_u16; (left.len() + 1) * wide];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            common[i * wide + j] = if left[i] == right[j] {
                common[(i + 1) * wide + j + 1] + 1
            } else {
                common[(i + 1) * wide + j].max(common[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pieces) = (0, 0, Vec::new());
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            push(&mut pieces, Piece::Same(left[i].clone()));
            (i, j) = (i + 1, j + 1);
        } else if j == right.len()
            || (i < left.len() && common[(i + 1) * wide + j] >= common[i * wide + j + 1])
        {
            push(&mut pieces, Piece::Gone(left[i].clone()));
            i += 1;
        } else {
            push(&mut pieces, Piece::Added(right[j].clone()));
            j += 1;
        }
    }
    pieces
}

/// Joins a word to the run before it.
#[expect(clippy::manual_let_else, reason = "three patterns read better as arms")]
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    let (run, word) = match (pieces.last_mut(), &piece) {
        (Some(Piece::Same(run)), Piece::Same(word))
        | (Some(Piece::Gone(run)), Piece::Gone(word))
        | (Some(Piece::Added(run)), Piece::Added(word)) => (run, word),
        _ => {
            pieces.push(piece);
            return;
        }
    };
    run.push(' ');
    run.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(first: &str, second: &str) -> String {
        let mark = |piece: &Piece| match piece {
            Piece::Same(words) => words.clone(),
            Piece::Gone(words) => format!("[-{words}]"),
            Piece::Added(words) => format!("[+{words}]"),
        };
        differences(first, second).0.iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_was_changed_stands_out() {
        assert_eq!(
            shown("the mayor of Brumont has sold the bridge", "the mayor has sold the old bridge"),
            "the mayor [-of Brumont] has sold the [+old] bridge"
        );
        assert_eq!(shown("", "new words"), "[+new words]");
        assert_eq!(shown("same", "same"), "same");
    }

    #[test]
    fn long_texts_are_cut_and_it_is_said() {
        let long = "word ".repeat(1_000_000);
        assert!(differences(&long, &long).1);
        assert!(!differences("a b", "a c").1);
    }
}
