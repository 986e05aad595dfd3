//! The one clock, and the option that stands in for it.

use time::{Date, OffsetDateTime};

/// `--now`, for verbs that depend on the day.
#[derive(clap::Args)]
pub(super) struct Now {
    /// The day to go by, as YYYY-MM-DD in UTC, instead of today
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    now: Option<Date>,
}

impl Now {
    /// The day that was given, or today's.
    pub(super) fn or_today(&self) -> Date {
        self.now.unwrap_or_else(|| OffsetDateTime::now_utc().date())
    }

    /// The day that was given.
    pub(super) fn given(&self) -> Option<Date> {
        self.now
    }
}

fn parse_date(text: &str) -> Result<Date, String> {
    let time = if text.len() == 10 { crate::content::parse_time(text) } else { None };
    time.map(OffsetDateTime::date).ok_or_else(|| "not a day such as 2026-11-30".to_owned())
}
