//! Days: what a date in a file can mean, and what was so many months ago.

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day {
    year: u32,
    month: u32,
    day: u32,
}

impl Day {
    /// The day so many days after 1 January 1970.
    #[must_use]
    pub fn since_1970(days: u64) -> Self {
        // Years are counted from March, so that the day that not every year has comes last; eras of 400 years are all of one length.
        // (Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.)
        let days = days + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self { year: small(year), month: small(month), day: small(day) }
    }

    /// The last day of what is written: of a day (`2020-06-30`) itself, else of the month (`2020-06`) or year (`2020`).
    #[must_use]
    pub fn last_of(written: &str) -> Option<Self> {
        let number = |part: &str, digits: usize| -> Option<u32> {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let mut parts = written.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(12), |part| number(part, 2)).filter(|month| (1..=12).contains(month))?;
        let last = days_in(year, month);
        let day = parts.next().map_or(Some(last), |part| number(part, 2)).filter(|day| (1..=last).contains(day))?;
        parts.next().is_none().then_some(Self { year, month, day })
    }

    /// Whether a day is written, and no month or year.
    #[must_use]
    pub fn is_one(written: &str) -> bool {
        written.len() == 10 && Self::last_of(written).is_some()
    }

    /// The same day so many months earlier, or the last of a month that does not have it.
    #[must_use]
    pub fn months_earlier(self, months: u32) -> Self {
        let since_year_0 = (self.year * 12 + self.month - 1).saturating_sub(months);
        let (year, month) = (since_year_0 / 12, since_year_0 % 12 + 1);
        Self { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// Whole months from this day to a later one.
    #[must_use]
    pub fn months_until(self, later: Self) -> u32 {
        let months = (later.year * 12 + later.month).saturating_sub(self.year * 12 + self.month);
        months.saturating_sub(u32::from(later.months_earlier(months) < self))
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    fn day(written: &str) -> Day {
        Day::last_of(written).unwrap()
    }

    #[test]
    fn days_are_counted_as_calendars_count_them() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_454, "2026-01-01"),
            (20_779, "2026-11-22"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(Day::since_1970(days).to_string(), expected);
        }
        // No day is left out and none comes twice: each is the day after the one before.
        let mut before = Day::since_1970(0);
        for days in 1..60_000 {
            let next = Day::since_1970(days);
            let same_month = next == Day { day: before.day + 1, ..before };
            assert!(same_month || (next.day == 1 && day(&before.to_string()[..7]) == before), "{before} {next}");
            before = next;
        }
    }

    #[test]
    fn what_is_written_ends_on_its_last_day() {
        for (written, expected) in
            [("2020", "2020-12-31"), ("2020-02", "2020-02-29"), ("2019-02", "2019-02-28"), ("2020-06-30", "2020-06-30")]
        {
            assert_eq!(day(written).to_string(), expected);
        }
        for wrong in ["", "20", "June 2020", "2020-13", "2020-00", "2023-02-29", "2020-06-00", "2020-6-1", "2020-06-30-1", "2020-"]
        {
            assert_eq!(Day::last_of(wrong), None, "{wrong}");
        }
        assert!(Day::is_one("2024-02-29") && !Day::is_one("2020-06") && !Day::is_one("2023-02-29"));
    }

    #[test]
    fn months_go_back_over_years_and_short_months() {
        for (from, months, to) in [
            ("2026-11-22", 12, "2025-11-22"),
            ("2026-03-31", 1, "2026-02-28"),
            ("2026-01-15", 13, "2024-12-15"),
            ("2026-01-15", 0, "2026-01-15"),
        ] {
            assert_eq!(day(from).months_earlier(months), day(to), "{from}");
        }
        for (from, to, months) in
            [("2020-12-31", "2026-11-22", 70), ("2025-11-23", "2026-11-22", 11), ("2025-11-22", "2026-11-22", 12)]
        {
            assert_eq!(day(from).months_until(day(to)), months, "{from}");
        }
    }
}
