//! An instant and a span, as whole microseconds: the only notion of time in the domain.

/// An instant: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A length of time in microseconds, never negative when built from its constructors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Timestamp {
    /// The instant this many microseconds after the Unix epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the Unix epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This instant moved later by `span`; stays at the last representable instant.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// This instant moved earlier by `span`; stays at the first representable instant.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// How long ago `earlier` was; zero when it lies in the future.
    pub const fn since(self, earlier: Self) -> Span {
        let micros = self.0.saturating_sub(earlier.0);
        Span(if micros < 0 { 0 } else { micros })
    }
}

impl Span {
    /// A span of whole seconds.
    pub const fn seconds(seconds: u32) -> Self {
        Self(seconds as i64 * 1_000_000)
    }

    /// A span of whole minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self(minutes as i64 * 60_000_000)
    }

    /// A span of whole hours.
    pub const fn hours(hours: u32) -> Self {
        Self(hours as i64 * 3_600_000_000)
    }

    /// A span of whole days of 24 hours.
    pub const fn days(days: u32) -> Self {
        Self(days as i64 * 86_400_000_000)
    }

    /// The span in whole seconds, rounded up, so that "wait this long" is never too short.
    pub const fn as_seconds_up(self) -> i64 {
        self.0 / 1_000_000 + if self.0 % 1_000_000 > 0 { 1 } else { 0 }
    }
}
