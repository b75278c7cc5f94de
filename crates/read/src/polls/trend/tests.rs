use super::*;
use crate::polls::{At, Figure, Intention, Question, Round};

/// A season of invented polls: three houses with known offsets around a level that falls by two
/// points at a known day. Errors follow a fixed rule, no chance.
pub(in crate::polls) fn season(count: usize) -> Vec<Figure> {
    let start = Day::new(2027, 1, 4).unwrap();
    (0..count)
        .map(|at| {
            let turn = i32::try_from(at).unwrap();
            let end = start.plus(turn + turn / 3);
            let level = if end >= Day::new(2027, 2, 1).unwrap() { 24.0 } else { 26.0 };
            let (house, offset) =
                [("Alpha", -1.0), ("Baseline 27", 0.5), ("Cardinal", 0.5)][at % 3];
            let error = f64::from((turn * 7) % 5 - 2) * 0.4;
            let mut figure = Figure::new(
                At::Row { line: at + 2 },
                Question::Intention,
                "Anne Harlow".to_owned(),
                level + offset + error,
            );
            figure.poll = format!("p{at:03}");
            figure.institute = Some(house.to_owned());
            figure.round = Some(Round::First);
            figure.field_start = Some(end.plus(-2));
            figure.field_end = Some(end);
            figure.sample = Some(900 + 50 * u32::try_from(at % 4).unwrap());
            figure
        })
        .collect()
}

/// The same system as one dense matrix.
fn dense(system: &Bordered) -> (Vec<f64>, Vec<f64>, f64) {
    let days = system.diagonal.len();
    let all = days + system.border.len();
    let mut matrix = vec![vec![0.0; all]; all];
    for day in 0..days {
        matrix[day][day] = system.diagonal[day];
        if day + 1 < days {
            matrix[day][day + 1] = system.beside[day];
            matrix[day + 1][day] = system.beside[day];
        }
    }
    for (a, row) in system.border.iter().enumerate() {
        for (day, value) in row.iter().enumerate() {
            matrix[days + a][day] = *value;
            matrix[day][days + a] = *value;
        }
        for (b, value) in system.corner[a].iter().enumerate() {
            matrix[days + a][days + b] = *value;
        }
    }
    let right: Vec<f64> = system.right.iter().chain(&system.border_right).copied().collect();
    let (inverse, log) = banded::inverse(&matrix);
    let mean = inverse.iter().map(|row| row.iter().zip(&right).map(|(a, b)| a * b).sum()).collect();
    (mean, (0..all).map(|at| inverse[at][at]).collect(), log)
}

#[test]
fn the_banded_solve_equals_a_dense_one_with_and_without_a_step() {
    let series: Series<Intention> = Series::of(&season(40));
    let parameters = Parameters { walk_sd: Some(0.2), ..Parameters::default() };
    let polls = gather(&series, "Anne Harlow", &parameters).unwrap();
    for step in [None, Day::new(2027, 2, 1)] {
        let system = system(&polls, 0.2, &parameters, step);
        let solved = system.solve();
        let (mean, variance, log) = dense(&system);
        let days = solved.inner.len();
        for (at, level) in solved.inner.iter().enumerate() {
            assert!((level - mean[at]).abs() < 1e-7, "day {at}: {level} {}", mean[at]);
            assert!((solved.variances()[at] - variance[at]).abs() < 1e-7);
        }
        for (at, value) in solved.border.iter().enumerate() {
            assert!((value - mean[days + at]).abs() < 1e-7);
            assert!((solved.border_variance(at) - variance[days + at]).abs() < 1e-7);
        }
        assert!((solved.log_determinant - log).abs() < 1e-6);
    }
}

#[test]
fn houses_are_told_apart_and_sum_to_zero() {
    let series: Series<Intention> = Series::of(&season(60));
    let trend = trend(&series, "Anne Harlow", &Parameters::default()).unwrap();
    let sum: f64 = trend.houses.iter().map(|house| house.offset).sum();
    assert!(sum.abs() < 0.01, "{sum}");
    let alpha = trend.houses.iter().find(|house| house.institute == "Alpha").unwrap();
    assert!((alpha.offset + 1.0).abs() < 0.4, "{alpha:?}");
    let (first, last) = (trend.levels.first().unwrap(), trend.levels.last().unwrap());
    assert!((first.mean - 26.0).abs() < 0.8, "{first:?}");
    assert!((last.mean - 24.0).abs() < 0.8, "{last:?}");
    assert!(last.low < last.mean && last.mean < last.high);
    // The grid says what was tried, and the best is the one that was used.
    assert!(
        trend
            .likelihood
            .iter()
            .any(|(walk, less)| *less == 0.0 && Some(*walk) == trend.parameters.walk_sd)
    );
}

#[test]
fn mixed_hypotheses_and_too_few_polls_give_no_trend() {
    let mut figures = season(12);
    let few: Series<Intention> = Series::of(&figures[..2]);
    assert_eq!(
        trend(&few, "Anne Harlow", &Parameters::default()).unwrap_err().to_string(),
        "2 usable polls of Anne Harlow are too few for a trend"
    );
    figures[5].hypothesis = Some("without Mercer".to_owned());
    let mixed: Series<Intention> = Series::of(&figures);
    assert!(matches!(
        trend(&mixed, "Anne Harlow", &Parameters::default()),
        Err(TrendError::Mixed { .. })
    ));
    let opinions: Series<crate::polls::Favourable> = Series::of(&figures);
    assert!(opinions.readings().is_empty());
}

#[test]
fn waves_of_a_rolling_poll_that_share_days_are_thinned() {
    let mut figures = season(12);
    for figure in &mut figures {
        figure.institute = Some("Alpha".to_owned());
        figure.rolling = true;
    }
    let series: Series<Intention> = Series::of(&figures);
    let trend = trend(&series, "Anne Harlow", &Parameters::default()).unwrap();
    assert!(trend.thinned > 0 && trend.used + trend.thinned == 12, "{trend:?}");
}
