//! Setting and filling input fields (入力項目).

use super::radio::{Chosen, settle};
use super::turn::actor_of;
use super::{Document, DocumentError, DocumentStatus, Problem};
use crate::{
    AccessRequest, Actor, Assignee, CalendarDate, DateFilling, EventKind, Events, FieldId,
    FieldKind, FieldValue, FileDigest, InputField, InvitedBy, MAX_FIELDS, Recipient, RecipientId,
    RecipientState, SignIn, StampFace, Timestamp, ValueError,
};
use alloc::{collections::BTreeSet, vec::Vec};

/// Values to be filled in; `None` empties the field.
pub type Filling = Vec<(FieldId, Option<FieldValue>)>;

/// Who reads the fields of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldReader {
    /// No assignee: managers, and the sender once the document was sent.
    Office,
    /// The person who fills these fields.
    Own(Assignee),
}

/// Refuses images of stamps that are not the filler's: `own` is that of the organisation of the filler's account.
///
/// # Errors
/// [`DocumentError::Value`] with [`ValueError::OtherStamp`] names the first field.
pub fn expect_own_stamps(filling: &Filling, own: Option<FileDigest>) -> Result<(), DocumentError> {
    let is_other = |value: &FieldValue| match value {
        FieldValue::Stamp(StampFace::Image(image)) => Some(*image) != own,
        FieldValue::Text(_)
        | FieldValue::Checked(_)
        | FieldValue::Date(_)
        | FieldValue::Chosen(_)
        | FieldValue::Stamp(StampFace::Drawn(_))
        | FieldValue::Signature(_) => false,
    };
    match filling.iter().find(|(_, value)| value.as_ref().is_some_and(is_other)) {
        Some((field, _)) => {
            Err(DocumentError::Value { field: *field, why: ValueError::OtherStamp })
        }
        None => Ok(()),
    }
}

impl Document {
    /// Takes these fields instead of the present ones. What the sender filled in stays where the field still
    /// takes it; the values that come along are ignored.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, or there are too many fields, two with one id
    /// or two boxes for the seal.
    pub fn set_fields(
        &mut self,
        fields: Vec<InputField>,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "set the input fields of")?;
        expect_distinct(&fields)?;
        let kept = fields.into_iter().map(|field| {
            let before = self.field(field.id).filter(|_| field.assignee == Assignee::Sender);
            let value = before.and_then(|before| before.value.clone());
            let value = value.filter(|value| field.definition.check(value).is_ok());
            InputField { value, ..field }
        });
        let mut fields: Vec<InputField> = kept.collect();
        settle(&mut fields);
        self.put_in_order(&mut fields);
        if self.fields == fields {
            return Ok(Events::none());
        }
        self.0.fields = fields;
        let fields = u32::try_from(self.fields.len()).unwrap_or(u32::MAX);
        Ok(self.noted(by, now, EventKind::FieldsSet { fields }))
    }

    /// Fills fields of the sender.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, or a field is not the sender's or does not take
    /// the value; nothing is filled in then.
    pub fn fill_as_sender(
        &mut self,
        filling: Filling,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "fill the input fields of")?;
        self.fill_as(Assignee::Sender, filling, Actor::Account(by.account()), now)
    }

    /// Fills fields of a recipient, whose turn it is.
    ///
    /// # Errors
    /// When the gate is shut, it is not this recipient's turn, the consent is held, or a field is not this
    /// recipient's or does not take the value; nothing is filled in then.
    pub fn fill<'a>(
        &mut self,
        recipient: RecipientId,
        access: impl Into<AccessRequest<'a>>,
        filling: Filling,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let admission = self.admit(recipient, access, now)?;
        self.expect_awaiting("fill the input fields of")?;
        let asked = self.recipient(recipient);
        let asked = asked.filter(|r| matches!(r.state, RecipientState::Invited { .. }));
        if asked.ok_or(DocumentError::NotYourTurn)?.held.is_some() {
            return Err(DocumentError::Held);
        }
        self.fill_as(Assignee::Recipient(recipient), filling, actor_of(&admission), now)
    }

    /// Of the radio buttons of a group the one that is chosen last stays chosen; where the filling chooses two of them, it
    /// is refused.
    fn fill_as(
        &mut self,
        by: Assignee,
        filling: Filling,
        actor: Actor,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let mut filled = self.fields.clone();
        let mut chosen = Chosen::default();
        let ids: Vec<FieldId> = filling.iter().map(|(id, _)| *id).collect();
        for (id, value) in filling {
            let mut own = filled.iter_mut().filter(|field| field.assignee == by);
            let field = own.find(|field| field.id == id).ok_or(Problem::NoSuchField)?;
            if let Some(value) = &value {
                let checked = field.definition.check(value);
                checked.map_err(|why| DocumentError::Value { field: id, why })?;
            }
            field.value = value;
            let field = field.clone();
            chosen.take(&field, &mut filled)?;
        }
        settle(&mut filled);
        let pairs = self.fields.iter().zip(&filled).filter(|(before, now)| before != now);
        let count = pairs.filter(|(_, now)| ids.contains(&now.id)).count();
        let changed = u32::try_from(count).unwrap_or(u32::MAX);
        if self.fields == filled {
            return Ok(Events::none());
        }
        self.0.fields = filled;
        let recipient = match by {
            Assignee::Sender => None,
            Assignee::Recipient(recipient) => Some(recipient),
        };
        let filled = EventKind::FieldsFilled { recipient, fields: changed };
        Ok(Events::one(self.event(now, actor, filled)))
    }

    /// The field with this id.
    pub fn field(&self, id: FieldId) -> Option<&InputField> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The fields that this person fills, in the order of the pages.
    pub fn fields_of(&self, assignee: Assignee) -> impl Iterator<Item = &InputField> {
        self.fields.iter().filter(move |field| field.assignee == assignee)
    }

    /// The required fields that this person has not filled, in the order of the pages; of radio buttons the first of
    /// each group.
    pub fn missing_fields(&self, assignee: Assignee) -> impl Iterator<Item = &InputField> {
        let is_told = move |field: &InputField| {
            let before = self.fields_of(assignee).take_while(|other| other.id != field.id);
            before.filter(|other| other.is_missing()).any(|other| other.is_in_group_of(field))
        };
        self.fields_of(assignee).filter(move |field| field.is_missing() && !is_told(field))
    }

    /// Whether this person filled anything in.
    pub fn has_filled(&self, assignee: Assignee) -> bool {
        self.fields_of(assignee).any(|field| field.value.is_some())
    }

    /// Whether what this person filled in stands, so that the other parties see it: the recipient has consented, or
    /// the sender has sent the document.
    pub fn stands(&self, assignee: Assignee) -> bool {
        match assignee {
            Assignee::Sender => self.status != DocumentStatus::Draft,
            Assignee::Recipient(id) => {
                self.recipient(id).is_some_and(|recipient| recipient.consent().is_some())
            }
        }
    }

    /// Whether a reader sees what stands in this field: the own values always, those of others once they stand.
    pub fn shows_value(&self, field: &InputField, reader: FieldReader) -> bool {
        reader == FieldReader::Own(field.assignee) || self.stands(field.assignee)
    }

    /// Whether this recipient, who was admitted, may fill fields now: the answer is awaited and not held.
    pub fn may_fill(&self, recipient: &Recipient) -> bool {
        self.awaits_answer_of(recipient) && recipient.held.is_none()
    }

    /// What is printed in a field, as far as it is filled: its value, a checkbox as it was initially, or the
    /// day on which its assignee consented or, of the sender's fields, the document was sent.
    pub fn printed_value(
        &self,
        field: &InputField,
        day_of: impl Fn(Timestamp) -> Option<CalendarDate>,
    ) -> Option<FieldValue> {
        match field.definition.kind {
            FieldKind::Date { filling: DateFilling::DayOfConsent, .. } => {
                let at = match field.assignee {
                    Assignee::Sender => self.status.sent_at(),
                    Assignee::Recipient(id) => {
                        self.recipient(id).and_then(|r| r.consent()).map(|consent| consent.at)
                    }
                };
                at.and_then(day_of).map(FieldValue::Date)
            }
            FieldKind::Text(_)
            | FieldKind::Checkbox { .. }
            | FieldKind::Radio(_)
            | FieldKind::Date { filling: DateFilling::Chosen, .. }
            | FieldKind::Choice { .. }
            | FieldKind::Stamp(_)
            | FieldKind::Signature
            | FieldKind::SealBox => field.value_or_initial(),
        }
    }

    /// Whether the values are page content of the sealed files, so that what they were printed from is needed no more.
    pub fn is_printed(&self) -> bool {
        self.files.iter().all(|file| file.sealed.is_some())
    }

    /// The images of stamps that stand in the fields, each once.
    pub fn stamp_images(&self) -> impl Iterator<Item = FileDigest> + '_ {
        let images = self.fields.iter().filter_map(|field| match &field.value {
            Some(FieldValue::Stamp(StampFace::Image(image))) => Some(*image),
            _ => None,
        });
        images.collect::<BTreeSet<_>>().into_iter()
    }

    /// What has to be printable before the document is sent, since it is printed as it is: what the sender filled
    /// in, every option of a choice, and the longest day where a day fills itself in.
    pub fn values_to_try(&self) -> Vec<(&InputField, FieldValue)> {
        let mut tried = Vec::new();
        for field in &self.fields {
            match &field.definition.kind {
                FieldKind::Choice { options, .. } => {
                    let count = u16::try_from(options.as_slice().len()).unwrap_or(u16::MAX);
                    tried.extend((0..count).map(|option| (field, FieldValue::Chosen(option))));
                }
                FieldKind::Date { .. } => {
                    let longest = CalendarDate::parse("2028-12-28").ok();
                    tried.extend(longest.map(|day| (field, FieldValue::Date(day))));
                }
                FieldKind::Text(_)
                | FieldKind::Checkbox { .. }
                | FieldKind::Radio(_)
                | FieldKind::Stamp(_)
                | FieldKind::Signature
                | FieldKind::SealBox => {
                    tried.extend(field.value_or_initial().map(|value| (field, value)));
                }
            }
        }
        tried
    }

    /// A recipient's values go, because the consent is taken back.
    pub(super) fn clear_values(&mut self, recipient: RecipientId) -> bool {
        let own = Assignee::Recipient(recipient);
        let mut filled = false;
        for field in self.0.fields.iter_mut().filter(|field| field.assignee == own) {
            filled |= field.value.take().is_some();
        }
        filled
    }

    /// The fields of a recipient who forwards become the other person's, empty.
    pub(super) fn reassign_fields(&mut self, from: RecipientId, to: RecipientId) {
        self.clear_values(from);
        for field in &mut self.0.fields {
            if field.assignee == Assignee::Recipient(from) {
                field.assignee = Assignee::Recipient(to);
            }
        }
    }

    /// Consents given after this instant lapse, since they were given to values that are taken back; those
    /// recipients are mailed a new link.
    pub(super) fn lapse_consents(
        &mut self,
        since: Timestamp,
        withdrawn_by: RecipientId,
        now: Timestamp,
    ) -> Events {
        let later = self.recipients.iter().filter(|other| {
            other.id != withdrawn_by && other.consent().is_some_and(|consent| consent.at >= since)
        });
        let later: Vec<RecipientId> = later.map(|other| other.id).collect();
        later.into_iter().fold(Events::none(), |events, recipient| {
            let lapsed = EventKind::ConsentLapsed { recipient, withdrawn_by };
            let lapsed = Events::one(self.event(now, Actor::Service, lapsed));
            let invited = self.invite(recipient, InvitedBy::Lapse, Actor::Service, now);
            events.and(lapsed).and(invited)
        })
    }

    /// Puts fields into the order of files and pages, each page from its upper left corner.
    fn put_in_order(&self, fields: &mut [InputField]) {
        fields.sort_by_key(|field| {
            let file = self.files.iter().position(|file| file.id == field.file);
            let area = field.definition.area;
            (file.unwrap_or(usize::MAX), field.definition.page, area.top, area.left, field.id)
        });
    }
}

/// Not too many, each with an id of its own, and one box for the seal at most.
pub(super) fn expect_distinct(fields: &[InputField]) -> Result<(), Problem> {
    if fields.len() > MAX_FIELDS {
        return Err(Problem::TooManyFields);
    }
    let mut ids: Vec<FieldId> = fields.iter().map(|field| field.id).collect();
    ids.sort_unstable();
    let is_box = |field: &&InputField| field.definition.kind == FieldKind::SealBox;
    let has_twins = ids.windows(2).any(|pair| pair[0] == pair[1]);
    if has_twins || fields.iter().filter(is_box).count() > 1 {
        return Err(Problem::FieldTwice);
    }
    Ok(())
}
