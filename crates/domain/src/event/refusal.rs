//! Why something was refused.

use crate::{Exclusion, IdpRefusal};

/// Why something was refused, as the audit log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what they are; docs/evidence.md lists them")]
pub enum Refusal {
    WrongPassword,
    WrongCode,
    WrongPasskey,
    WrongAccessCode,
    CodeReplayed,
    Throttled,
    Locked,
    WeakSignIn,
    WrongAccount,
    StepUpRequired,
    Held,
    OtherContents,
    FileDamaged,
    PagesNotShown,
    NotEditable,
    Excluded(Exclusion),
    NamedIdp,
    EnrolledTooLate,
    EnrolledByPassword,
    IdpRequired,
    AccountDisabled,
    Idp(IdpRefusal),
}
