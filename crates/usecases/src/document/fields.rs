//! Step 03: the sender sets the input fields (入力項目) and fills the own ones.

use crate::document::DocumentCommand;
use crate::document::draft::sender_step;
use crate::document::printing::expect_printable;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{FormKey, Ports, Result};
use std::sync::atomic::{AtomicUsize, Ordering};
use wariin_domain::{
    Assignee, CopyPlace, FieldId, Filling, InputField, Problem, expect_own_stamps,
};

/// Takes these fields instead of the present ones; what the sender filled in stays where it fits.
///
/// # Errors
/// [`crate::Error::Document`] as [`wariin_domain::Document::set_fields`] says.
pub async fn set_fields(ports: &Ports, on: DocumentCommand, fields: Vec<InputField>) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.set_fields(fields.clone(), by, now)).await
}

/// Fills fields of the sender.
///
/// # Errors
/// [`crate::Error::Document`] as [`wariin_domain::Document::fill_as_sender`] says, or [`crate::Error::Print`] for a value that
/// cannot be printed.
pub async fn fill_own_fields(ports: &Ports, on: DocumentCommand, filling: Filling) -> Result<()> {
    if let Some(document) = ports.views.document(on.document).await? {
        let own: Vec<&InputField> = document.fields_of(Assignee::Sender).collect();
        expect_printable(ports, &own, &filling).await?;
    }
    retried(|| fill_once(ports, on, &filling)).await
}

async fn fill_once(ports: &Ports, on: DocumentCommand, filling: &Filling) -> Result<()> {
    let mut step = DocumentStep::of_sender(ports, on).await?;
    let by = step.caller.signed_in()?.sign_in();
    let decided = expect_own_stamps(filling, step.caller.own_stamp())
        .and_then(|()| step.document.fill_as_sender(filling.clone(), by, step.now));
    step.finish(decided).await
}

/// Places an input field of this assignee wherever a file of the draft had an empty form field and no input field is
/// yet, and says how many.
///
/// # Errors
/// As [`set_fields`].
pub async fn fields_from_form(
    ports: &Ports,
    on: DocumentCommand,
    assignee: Assignee,
) -> Result<usize> {
    let placed = AtomicUsize::new(0);
    sender_step(ports, on, |document, by, now| {
        let new = document.fields_of_form(assignee, || ports.ids.next().into());
        placed.store(new.len(), Ordering::Relaxed);
        document.set_fields(document.fields.iter().cloned().chain(new).collect(), by, now)
    })
    .await?;
    Ok(placed.into_inner())
}

/// Adds a field under an id of its own; a form that comes again adds no second one.
///
/// # Errors
/// As [`set_fields`].
pub async fn add_field(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
    field: InputField,
) -> Result<()> {
    let field = InputField { id: form.id(ports, on.document).into(), ..field };
    sender_step(ports, on, |document, by, now| {
        let others = document.fields.iter().filter(|other| other.id != field.id);
        document.set_fields(others.chain([&field]).cloned().collect(), by, now)
    })
    .await
}

/// Changes a field; what the sender filled in stays where it fits.
///
/// # Errors
/// As [`set_fields`], or [`Problem::NoSuchField`].
pub async fn change_field(ports: &Ports, on: DocumentCommand, field: InputField) -> Result<()> {
    sender_step(ports, on, |document, by, now| {
        document.field(field.id).ok_or(Problem::NoSuchField)?;
        let others = document.fields.iter().filter(|other| other.id != field.id);
        document.set_fields(others.chain([&field]).cloned().collect(), by, now)
    })
    .await
}

/// Copies a field beside it or to all pages, and says how many copies there are; a form that comes again makes no
/// second ones.
///
/// # Errors
/// As [`set_fields`].
pub async fn copy_field(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
    id: FieldId,
    place: CopyPlace,
) -> Result<usize> {
    let made = AtomicUsize::new(0);
    sender_step(ports, on, |document, by, now| {
        // All pages have their copies when the form comes again, so that only the one beside needs the id of the form.
        let copies = document.copies_of_field(id, place, || match place {
            CopyPlace::Beside => form.id(ports, id).into(),
            CopyPlace::AllPages => ports.ids.next().into(),
        });
        made.store(copies.len(), Ordering::Relaxed);
        let is_new = |copy: &InputField| document.field(copy.id).is_none();
        let new = copies.into_iter().filter(is_new);
        document.set_fields(document.fields.iter().cloned().chain(new).collect(), by, now)
    })
    .await?;
    Ok(made.into_inner())
}

/// Removes a field; one that is not there is no error.
///
/// # Errors
/// As [`set_fields`].
pub async fn remove_field(ports: &Ports, on: DocumentCommand, id: FieldId) -> Result<()> {
    sender_step(ports, on, |document, by, now| {
        let others = document.fields.iter().filter(|other| other.id != id);
        document.set_fields(others.cloned().collect(), by, now)
    })
    .await
}
