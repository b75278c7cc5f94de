//! Days in spreadsheets, as people and programs write them.

use jiff::civil::Date;
use vigie_read::Day;

use crate::words::Language;

/// Which of the first two numbers of `03/04/2027` is the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Order {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

/// What a cell of days holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Read {
    /// A day, as `2027-04-13`.
    Day(String),
    /// A day that can be read both ways.
    Ambiguous,
    /// No day.
    Unfit,
}

/// The order that a column tells by its own cells: one whose first or second number is no month. A
/// column that tells both ways, or neither, follows the language: French writes the day first.
pub(super) fn order_of<'a>(
    cells: impl Iterator<Item = &'a str>,
    language: Language,
) -> Option<Order> {
    let (mut day_first, mut month_first) = (false, false);
    for (first, second, _) in cells.filter_map(numbers) {
        day_first |= first > 12;
        month_first |= second > 12;
    }
    match (day_first, month_first) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ if language == Language::French => Some(Order::DayFirst),
        _ => None,
    }
}

/// 2027-04-13; 13/04/2027 and 13.04.2027 in the order of their column; 13 April 2027 and 13 avril
/// 2027; and the number of days since 1899-12-30, as spreadsheets keep days without a format.
pub(super) fn read(text: &str, order: Option<Order>) -> Read {
    let day = |year, month, day| Date::new(year, month, day).ok();
    let iso = text.replace('/', "-");
    let found = if vigie_cases::ids::is_date(&iso) {
        return Read::Day(iso);
    } else if let Some((first, second, year)) = numbers(text) {
        match (order, first > 12, second > 12) {
            (_, true, _) => day(year, second, first),
            (_, _, true) => day(year, first, second),
            _ if first == second => day(year, first, second),
            (Some(Order::DayFirst), ..) => day(year, second, first),
            (Some(Order::MonthFirst), ..) => day(year, first, second),
            (None, ..) => return Read::Ambiguous,
        }
    } else {
        counted(text).or_else(|| named(text))
    };
    let found = found.filter(|day| day.year() >= 1990);
    found.map_or(Read::Unfit, |day| Read::Day(day.to_string()))
}

fn numbers(text: &str) -> Option<(i8, i8, i16)> {
    let mut parts = text.trim().split(['/', '.']);
    let found =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(found)
}

/// A number of days since 1899-12-30, between 1990 and 2100.
fn counted(text: &str) -> Option<Date> {
    let number: i32 = text.trim_end_matches(".0").parse().ok()?;
    let is_likely = (32_874..73_416).contains(&number);
    let start = Date::constant(1899, 12, 30);
    is_likely.then(|| start.checked_add(jiff::Span::new().days(number)).ok()).flatten()
}

/// A day with the name of its month, in English or French.
fn named(text: &str) -> Option<Date> {
    let text = text.to_lowercase();
    let words = text.split([' ', ',', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let number = |word: &str| -> Option<i8> {
        ["st", "nd", "rd", "th", "er"]
            .iter()
            .find_map(|end| word.strip_suffix(end))
            .unwrap_or(word)
            .parse()
            .ok()
    };
    // A weekday may stand in front.
    let [day, month, year] = *words.last_chunk::<3>()?;
    let month_of = |word: &str| Day::month_named(word.trim_end_matches('.'));
    let (day, month) = match month_of(month) {
        Some(month) => (number(day)?, month),
        None => (number(month)?, month_of(day)?),
    };
    Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: Option<Order>) -> String {
        match read(text, order) {
            Read::Day(day) => day,
            Read::Ambiguous => "both ways".to_owned(),
            Read::Unfit => "-".to_owned(),
        }
    }

    #[test]
    fn days_are_read_as_people_and_programs_write_them() {
        let texts = [
            "2027-04-13",
            "13/04/2027",
            "04/13/2027",
            "05.04.2027",
            "4 avril 2027",
            "1er mai 2027",
            "mardi 13 avril 2027",
            "April 4th, 2027",
            "4 Apr. 2027",
            "46400",
            "46400.0",
            "7",
            "soon",
            "31/02/2027",
            "13/04/27",
        ];
        let read = texts.map(|text| shown(text, None)).join(" ");
        assert_eq!(
            read,
            "2027-04-13 2027-04-13 2027-04-13 both ways 2027-04-04 2027-05-01 2027-04-13 2027-04-04 \
             2027-04-04 2027-01-13 2027-01-13 - - - -"
        );
        assert_eq!(shown("05/04/2027", Some(Order::DayFirst)), "2027-04-05");
        assert_eq!(shown("05/04/2027", Some(Order::MonthFirst)), "2027-05-04");
    }

    #[test]
    fn a_column_tells_its_order_or_the_language_does() {
        let order = |cells: &[&str], language| order_of(cells.iter().copied(), language);
        let english = Language::English;
        assert_eq!(order(&["05/04/2027", "31/12/2026"], english), Some(Order::DayFirst));
        assert_eq!(order(&["05/04/2027", "12/31/2026"], english), Some(Order::MonthFirst));
        assert_eq!(order(&["05/04/2027"], english), None);
        assert_eq!(order(&["31/12/2026", "12/31/2026"], english), None);
        assert_eq!(order(&["05/04/2027"], Language::French), Some(Order::DayFirst));
    }
}
