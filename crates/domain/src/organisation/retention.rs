//! How long an organisation keeps the documents it sent (保存期間).

use super::settings::choices;
use super::{Organisation, OrganisationAdmin, OrganisationError};
use crate::{EventKind, Events, TextError, Timestamp};

/// How long an organisation keeps its documents, counted from when they ended. [`RetentionPolicy::new`] alone makes one
/// that ends, so that none is shorter than the law allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionPolicy {
    keep: Option<RetentionYears>,
    duty: BookkeepingDuty,
    set_at: Option<Timestamp>,
}

/// For how many years documents are kept: 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RetentionYears(u32);

/// What the organisation says of its duty to keep documents as records of electronic transactions (電子帳簿保存法,
/// article 7; 法人税法施行規則, articles 26-3 and 59).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BookkeepingDuty {
    /// It says nothing: any number of years is taken.
    #[default]
    None,
    /// It keeps documents as the law demands: seven years.
    SevenYears,
    /// As [`Self::SevenYears`], with losses carried forward (欠損金): ten years.
    TenYears,
}

choices! {
    BookkeepingDuty { None = "none", SevenYears = "seven_years", TenYears = "ten_years" }
}

/// The law counts its years from the day after the tax return was due. That day comes at most a fiscal year (12 months),
/// the regular term (2 months) and its longest extension (4 months) after the contract.
const UNTIL_THE_LAW_COUNTS: u32 = 12 + 2 + 4;

impl BookkeepingDuty {
    /// The least number of years that the law demands.
    pub const fn least_years(self) -> u32 {
        match self {
            Self::None => RetentionYears::LEAST,
            Self::SevenYears => 7,
            Self::TenYears => 10,
        }
    }

    /// How many months pass at most before the law begins to count.
    pub const fn months_before(self) -> u32 {
        match self {
            Self::None => 0,
            Self::SevenYears | Self::TenYears => UNTIL_THE_LAW_COUNTS,
        }
    }
}

impl RetentionYears {
    /// The least number.
    pub const LEAST: u32 = 1;
    /// The greatest number.
    pub const MOST: u32 = 100;

    /// This many years.
    ///
    /// # Errors
    /// [`TextError::Malformed`] for less than [`Self::LEAST`] or more than [`Self::MOST`].
    pub fn new(years: u32) -> Result<Self, TextError> {
        let is_possible = (Self::LEAST..=Self::MOST).contains(&years);
        if is_possible { Ok(Self(years)) } else { Err(TextError::Malformed) }
    }

    /// Reads ASCII digits.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let digits = text.trim();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(TextError::Malformed);
        }
        Self::new(digits.parse().map_err(|_| TextError::Malformed)?)
    }

    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl RetentionPolicy {
    /// Keeps documents for so many years, or for ever.
    ///
    /// # Errors
    /// [`OrganisationError::RetentionTooShort`] for fewer years than the duty demands.
    pub fn new(
        keep: Option<RetentionYears>,
        duty: BookkeepingDuty,
        set_at: Option<Timestamp>,
    ) -> Result<Self, OrganisationError> {
        let least = duty.least_years();
        if keep.is_some_and(|years| years.number() < least) {
            return Err(OrganisationError::RetentionTooShort { least });
        }
        Ok(Self { keep, duty, set_at })
    }

    /// For how many years; `None` for ever.
    pub const fn years(&self) -> Option<RetentionYears> {
        self.keep
    }

    /// The duty to keep records that the organisation has stated.
    pub const fn duty(&self) -> BookkeepingDuty {
        self.duty
    }

    /// Since when the policy is in force; `None` when it never was set.
    pub const fn set_at(&self) -> Option<Timestamp> {
        self.set_at
    }

    /// How many months a document is kept behind the day on which it ended; `None` for ever.
    pub fn months(&self) -> Option<u32> {
        self.keep.map(|years| years.number() * 12 + self.duty.months_before())
    }
}

impl Organisation {
    /// Sets how long documents are kept, those that have ended already too. What was announced under the former policy
    /// is announced anew.
    ///
    /// # Errors
    /// As [`RetentionPolicy::new`].
    pub fn set_retention(
        &mut self,
        keep: Option<RetentionYears>,
        duty: BookkeepingDuty,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Result<Events, OrganisationError> {
        let policy = RetentionPolicy::new(keep, duty, Some(now))?;
        if (self.retention.keep, self.retention.duty) == (keep, duty) {
            return Ok(Events::none());
        }
        self.retention = policy;
        let set = EventKind::RetentionSet { years: keep.map(RetentionYears::number), duty };
        Ok(Events::one(by.did(set, now)))
    }
}
