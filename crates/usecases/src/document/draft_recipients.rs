//! To which recipients (宛先) a draft goes, and who is told of its conclusion (共有先).

use super::draft::{DocumentCommand, sender_step};
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{FormKey, Ports, Result};
use wariin_domain::{
    AccessCode, CopyId, CopyRecipient, EmailAddress, EnrolmentRule, Events, IdpDemand, Language,
    OrganisationName, PersonName, Problem, Recipient, RecipientDetails, RecipientId,
};

/// A recipient as the sender enters it, and how the recipient may be authenticated.
#[derive(Clone, Debug)]
pub struct RecipientInput {
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
    /// 会社名・組織名
    pub organisation: Option<OrganisationName>,
    /// 言語
    pub language: Language,
    /// By which provider, if by one only.
    pub idp: IdpConstraint,
    /// What becomes of the access code (アクセスコード).
    pub access_code: AccessCodeChange,
    /// When the factor has to be enrolled.
    pub enrolment: EnrolmentRule,
}

/// What becomes of a recipient's access code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessCodeChange {
    /// It stays as it is; a new recipient has none.
    Keep,
    /// This one from now on.
    Set(AccessCode),
    /// None from now on.
    Remove,
}

/// How a recipient may get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdpConstraint {
    /// As the document asks.
    Any,
    /// By the provider of the organisation whose address it is, and by no other (class E4).
    OwnIdp,
}

/// The recipient's details, the provider looked up by the address.
async fn details_of(ports: &Ports, input: RecipientInput) -> Result<RecipientDetails> {
    let RecipientInput { name, email, organisation, language, idp, access_code, enrolment } = input;
    let idp = match idp {
        IdpConstraint::Any => None,
        IdpConstraint::OwnIdp => {
            let serving = ports.views.idp_serving(&email.domain()).await?;
            Some(IdpDemand::of(&serving.ok_or(Problem::NoIdpForAddress)?))
        }
    };
    let access_code = match access_code {
        AccessCodeChange::Set(code) => Some(ports.passwords.hash_code(code).await?),
        AccessCodeChange::Keep | AccessCodeChange::Remove => None,
    };
    Ok(RecipientDetails { name, email, organisation, language, access_code, idp, enrolment })
}

/// Adds a recipient; a form that comes again adds no second one.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as `Document::add_recipient` says, or [`Problem::NoIdpForAddress`].
pub async fn add_recipient(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
    input: RecipientInput,
) -> Result<()> {
    let details = details_of(ports, input).await?;
    let id = RecipientId::from(form.id(ports, on.document));
    let (recipient, another) = (Recipient::new(id, details), ports.ids.next().into());
    sender_step(ports, on, |document, by, now| match document.recipient(id) {
        Some(before) if is_same(&before.details, &recipient.details) => Ok(Events::none()),
        // The form was gone back to, for one more recipient.
        Some(_) => document.add_recipient(Recipient { id: another, ..recipient.clone() }, by, now),
        None => document.add_recipient(recipient.clone(), by, now),
    })
    .await
}

/// Whether the same was entered; two hashes of one access code are not alike.
fn is_same(one: &RecipientDetails, other: &RecipientDetails) -> bool {
    let without_code =
        |details: &RecipientDetails| RecipientDetails { access_code: None, ..details.clone() };
    without_code(one) == without_code(other)
}

/// Changes who a recipient is. Where the access code was typed that the recipient had before, another one has to be
/// typed anew.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as `Document::change_recipient` says, or [`Problem::NoIdpForAddress`].
pub async fn change_recipient(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
    input: RecipientInput,
) -> Result<()> {
    let keeps_code = input.access_code == AccessCodeChange::Keep;
    let details = details_of(ports, input).await?;
    retried(|| change_recipient_once(ports, on, recipient, (details.clone(), keeps_code))).await
}

async fn change_recipient_once(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
    (mut details, keeps_code): (RecipientDetails, bool),
) -> Result<()> {
    let mut step = DocumentStep::of_sender(ports, on).await?;
    let by = step.caller.signed_in()?.sign_in();
    let before = step.document.recipient(recipient).map(|known| known.details.clone());
    let before_code = before.as_ref().and_then(|known| known.access_code.clone());
    if keeps_code {
        details.access_code.clone_from(&before_code);
    }
    let is_same_person = before.is_some_and(|known| known.email == details.email);
    let is_locked_anew =
        before_code.is_some() && !(is_same_person && before_code == details.access_code);

    let decided = step.document.change_recipient(recipient, details, by, step.now);

    if decided.is_ok() && is_locked_anew {
        step.tx.sessions().lock_again(recipient).await?;
    }
    step.finish(decided).await
}

/// Removes a recipient.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as `Document::remove_recipient` says.
pub async fn remove_recipient(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.remove_recipient(recipient, by, now)).await
}

/// Moves a recipient one place earlier.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as `Document::move_recipient_up` says.
pub async fn move_recipient_up(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.move_recipient_up(recipient, by, now)).await
}

/// Adds a copy recipient, who is told of the conclusion (共有先); a form that comes again adds no second one.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as `Document::add_copy` says.
pub async fn add_copy(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
    name: PersonName,
    email: EmailAddress,
) -> Result<()> {
    let id = CopyId::from(form.id(ports, on.document));
    let (copy, another) = (CopyRecipient { id, name, email }, ports.ids.next().into());
    sender_step(ports, on, |document, by, now| {
        match document.copies.iter().find(|known| known.id == id) {
            Some(before) if *before == copy => Ok(Events::none()),
            Some(_) => document.add_copy(CopyRecipient { id: another, ..copy.clone() }, by, now),
            None => document.add_copy(copy.clone(), by, now),
        }
    })
    .await
}

/// Removes a copy recipient.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as `Document::remove_copy` says.
pub async fn remove_copy(ports: &Ports, on: DocumentCommand, copy: CopyId) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.remove_copy(copy, by, now)).await
}
