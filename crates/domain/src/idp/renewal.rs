//! How a provider is made to authenticate a person anew, and the test that finds out.

use super::{IdpRefusal, IdpStatement};
use crate::{Span, Timestamp};

/// What an authorization request asks for, so that a session at the provider is not enough (OpenID Connect
/// Core, section 3.1.2.1). `max_age=0` is none of them: some providers refuse it, and others, which compare
/// it after the login as well, ask for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRenewal {
    /// `prompt=login` and `max_age`.
    PromptAndMaxAge,
    /// `prompt=login`.
    Prompt,
    /// `max_age`.
    MaxAge,
}

impl LoginRenewal {
    /// Every way, in the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::PromptAndMaxAge, Self::Prompt, Self::MaxAge];
    /// The `max_age` that is asked for.
    pub const MAX_AGE: Span = Span::seconds(5);

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    /// The stable name that is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PromptAndMaxAge => "prompt_and_max_age",
            Self::Prompt => "prompt",
            Self::MaxAge => "max_age",
        }
    }

    /// Whether `prompt=login` is asked for.
    pub const fn has_prompt(self) -> bool {
        matches!(self, Self::PromptAndMaxAge | Self::Prompt)
    }

    /// Whether `max_age` is asked for.
    pub const fn has_max_age(self) -> bool {
        matches!(self, Self::PromptAndMaxAge | Self::MaxAge)
    }

    const fn next(self) -> Option<Self> {
        match self {
            Self::PromptAndMaxAge => Some(Self::Prompt),
            Self::Prompt => Some(Self::MaxAge),
            Self::MaxAge => None,
        }
    }
}

/// One login of a test. A way works when a second login right after the first has a later `auth_time`: the
/// first one alone may only have found no session at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestLogin {
    /// The way that is tried.
    pub way: LoginRenewal,
    /// The latest `auth_time` of the logins before.
    pub before: Option<Timestamp>,
    /// How many logins there were before.
    pub count: u8,
}

/// What a login of a test has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestVerdict {
    /// Everything that a test can show.
    Done,
    /// Another login is needed.
    Again(TestLogin),
}

impl TestLogin {
    /// The most logins of one test.
    const MOST: u8 = 8;
    /// How far the provider's clock may be ahead of ours.
    const AHEAD: Span = Span::seconds(60);

    /// The first login of a test, by this way.
    pub const fn first(way: LoginRenewal) -> Self {
        Self { way, before: None, count: 0 }
    }

    /// What the provider's statement shows about a login that began at `began_at`.
    ///
    /// # Errors
    /// [`IdpRefusal::Future`], or [`IdpRefusal::NotRenewed`] when no way is left.
    pub fn judge(
        self,
        said: &IdpStatement,
        began_at: Timestamp,
        now: Timestamp,
    ) -> Result<TestVerdict, IdpRefusal> {
        let Some(at) = said.authenticated_at else {
            // Nothing can be shown about times that are not said.
            return Ok(TestVerdict::Done);
        };
        if at > now.plus(Self::AHEAD) {
            return Err(IdpRefusal::Future);
        }
        let is_fresh = is_fresh(at, began_at);
        let again = Self { before: self.before.max(Some(at)), count: self.count + 1, ..self };
        match self.before {
            Some(before) if is_fresh && at > before => Ok(TestVerdict::Done),
            // Two logins within one second look alike.
            Some(before) if is_fresh && at == before => again.or_refused(),
            None if is_fresh => again.or_refused(),
            Some(_) | None => again.by_next_way(),
        }
    }

    /// The next login, after the provider has refused this one.
    ///
    /// # Errors
    /// [`IdpRefusal::NotRenewed`] when no way is left.
    pub fn refused(self) -> Result<Self, IdpRefusal> {
        let way = self.way.next().ok_or(IdpRefusal::NotRenewed)?;
        Ok(Self { way, count: self.count + 1, ..self })
    }

    fn by_next_way(self) -> Result<TestVerdict, IdpRefusal> {
        let way = self.way.next().ok_or(IdpRefusal::NotRenewed)?;
        Self { way, ..self }.or_refused()
    }

    fn or_refused(self) -> Result<TestVerdict, IdpRefusal> {
        if self.count < Self::MOST {
            return Ok(TestVerdict::Again(self));
        }
        Err(IdpRefusal::NotRenewed)
    }
}

/// Whether an `auth_time` is not before an instant of ours. It counts whole seconds, and the provider's clock
/// may be one more behind.
pub(super) fn is_fresh(at: Timestamp, asked_at: Timestamp) -> bool {
    at.as_seconds() + 1 >= asked_at.as_seconds()
}
