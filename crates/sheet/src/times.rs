//! Times of day, lengths and offsets as people write them in sheets.

use firstline_core::time::{ClockTime, Wall};

/// Reads `09:00`, `9:00`, `9.00`, `0900`, and `24:00`.
pub(crate) fn clock(text: &str) -> Option<ClockTime> {
    let text = text.trim();
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return ClockTime::parse(&format!("{}:{}", &text[..2], &text[2..]));
    }
    if text.len() == 8 && text.is_ascii() {
        return ClockTime::parse(text.strip_suffix(":00")?);
    }
    ClockTime::parse(&text.replace('.', ":"))
}

/// A pair of times in a cell, with the words before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// What stands before the times (`Night`), often nothing.
    pub(crate) name: String,
    /// Start and end; nothing when one of the two is no time of day, such as `25:00`.
    pub(crate) times: Option<(ClockTime, ClockTime)>,
}

/// Reads `08:00-17:00`, `08.00 – 18.00`, `14:00 -00:00`, `0800-1700`, and `Night` above
/// `20:00 08:30`. Anything that does not end in two times is not one of these.
pub(crate) fn written(text: &str) -> Option<Written> {
    let (head, end) = last_time(text)?;
    let between = head.trim_end();
    let dashed = between.trim_end_matches(is_dash);
    let is_dashed = dashed.len() < between.len();
    let (name, start) = last_time(dashed.trim_end())?;
    if !is_dashed && head.len() == between.len() {
        return None;
    }
    let times = clock(start).zip(clock(end));
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Written {
        name: name.trim_end_matches([':', ',']).to_owned(),
        times,
    })
}

/// `07:45-18:00`, with the words before it where there are any.
pub(crate) fn normal(name: &str, (start, end): (ClockTime, ClockTime)) -> String {
    if name.is_empty() {
        format!("{start}-{end}")
    } else {
        format!("{name} {start}-{end}")
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Splits off what looks like a time of day at the end: one or two digits, a colon or point, two
/// digits; or four digits.
fn last_time(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let digits = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let last = digits(text);
    let from = match last {
        4 => text.len() - 4,
        2 => {
            let head = text[..text.len() - 2].strip_suffix([':', '.'])?;
            let first = digits(head);
            if !(1..=2).contains(&first) {
                return None;
            }
            head.len() - first
        }
        _ => return None,
    };
    let (head, time) = text.split_at(from);
    // `Ward12:00` or `-5:00` glued to something else is not a time, a dash is
    let glued = head
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '.' || c == ':');
    (!glued).then_some((head, time))
}

/// Reads a length in hours as whole minutes: `12.5`, `7,75`, `12:30`, `8`.
pub(crate) fn hours(text: &str) -> Option<i32> {
    let text = text.trim().trim_end_matches(['h', 'H']).trim_end();
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, minutes) = (whole(hours)?, whole(minutes)?);
        return (minutes < 60 && hours <= 1000).then_some(hours * 60 + minutes);
    }
    let (hours, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    if part.len() > 6 {
        return None;
    }
    let (hours, parts) = (whole(hours)?, whole(part)?);
    let unit = 10_i32.pow(part.len() as u32);
    let sixtieths = i64::from(parts) * 60;
    let exact = sixtieths % i64::from(unit) == 0 && hours <= 1000;
    exact.then(|| hours * 60 + (sixtieths / i64::from(unit)) as i32)
}

/// Reads a whole number without a sign.
pub(crate) fn whole(text: &str) -> Option<i32> {
    let text = text.trim();
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Reads a date and time with an optional offset: `2026-10-25T01:30`, `…Z`, `…+01:00`, `…+0100`.
pub(crate) fn stamp(text: &str) -> Option<(Wall, Option<i32>)> {
    let text = text.trim();
    if let Some(wall) = Wall::parse(text) {
        return Some((wall, None));
    }
    if let Some(head) = text.strip_suffix(['Z', 'z']) {
        return Some((Wall::parse(head)?, Some(0)));
    }
    let sign = text.rfind(['+', '-', '\u{2212}']).filter(|at| *at > 10)?;
    let (head, tail) = text.split_at(sign);
    let east = tail.starts_with('+');
    let digits: String = tail.chars().skip(1).filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (whole(&digits)?, 0),
        4 => (whole(digits.get(..2)?)?, whole(digits.get(2..)?)?),
        _ => return None,
    };
    if hours > 15 || minutes > 59 {
        return None;
    }
    let offset = hours * 60 + minutes;
    Some((
        Wall::parse(head)?,
        Some(if east { offset } else { -offset }),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_cells_are_read_in_the_spellings_of_real_sheets() {
        let cases = [
            ("08:00-17:00", "08:00-17:00"),
            ("08.00-18.00", "08:00-18:00"),
            ("07:45 - 18:00", "07:45-18:00"),
            ("14:00 -00:00", "14:00-00:00"),
            ("9:00–17:30", "09:00-17:30"),
            ("0900-1730", "09:00-17:30"),
            ("Night\n20:00 08:30", "Night 20:00-08:30"),
            ("Night 2\n20:00 08:30", "Night 2 20:00-08:30"),
            ("20:00 08:30", "20:00-08:30"),
        ];
        for (text, expected) in cases {
            let written = written(text).expect(text);
            let times = written.times.expect(text);
            assert_eq!(normal(&written.name, times), expected, "{text}");
        }
    }

    #[test]
    fn codes_are_not_taken_for_times() {
        for text in [
            "",
            "N",
            "L1",
            "2-10",
            "12",
            "1200",
            "SA 01",
            "17:00",
            "é08:00",
            "x08:00-17:00",
        ] {
            assert_eq!(written(text), None, "{text}");
        }
        assert_eq!(
            written("08:00-25:00").expect("shaped like times").times,
            None
        );
    }

    #[test]
    fn hours_are_exact_minutes_or_refused() {
        let cases = [
            ("12.5", Some(750)),
            ("7,75", Some(465)),
            ("8", Some(480)),
            ("12:30", Some(750)),
            ("0.333", None),
            ("-1", None),
            ("9999999999", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(hours(text), expected, "{text}");
        }
    }

    #[test]
    fn offsets_are_minutes_east() {
        let offset = |text: &str| stamp(text).map(|(_, offset)| offset);
        assert_eq!(offset("2026-10-25T01:30"), Some(None));
        assert_eq!(offset("2026-10-25T01:30Z"), Some(Some(0)));
        assert_eq!(offset("2026-10-25T01:30+01:00"), Some(Some(60)));
        assert_eq!(offset("2026-10-25T01:30:00-05:30"), Some(Some(-330)));
        assert_eq!(offset("2026-10-25T01:30+1"), None);
        assert_eq!(offset("2026-10-25"), None);
    }
}
