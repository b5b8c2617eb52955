//! What is demanded of a recipient before the document is shown, and which rule demands it.

use crate::{
    AccessCodeHash, AdvancedAuthPolicy, Assurance, Document, DocumentPolicy, DocumentStatus,
    EnrolmentClass, Exclusion, GateRefusal, IdpDemand, OwnIdpRule, Recipient, RecipientDetails,
    RecipientId, RequestOrigin, RequestReason,
};

/// Which rule demands something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredBy {
    /// The settings of the sender's organisation.
    Organisation,
    /// The document: its advanced authentication request (高度な認証リクエスト).
    Document,
    /// What the sender set for this recipient.
    Recipient,
}

impl RequiredBy {
    /// The stable name that stands in evidence: `organisation`, `document` or `recipient`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Document => "document",
            Self::Recipient => "recipient",
        }
    }
}

/// Something that is demanded, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required<T> {
    /// What is demanded.
    pub value: T,
    /// By which rule.
    pub required_by: RequiredBy,
}

/// When the recipient's factor has to be enrolled, or the provider's identity linked; a later one is stricter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnrolmentRule {
    /// At any time: before sending, or afterwards behind a mailed code.
    #[default]
    Any,
    /// Before the document was sent, or behind the access code that the sender told this recipient (class E2).
    BehindAccessCode,
    /// Before the document was sent (class E3, or E4 for a named provider).
    BeforeSending,
}

impl EnrolmentRule {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::Any, Self::BehindAccessCode, Self::BeforeSending];

    /// The stable name: `any`, `behind_access_code` or `before_sending`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::BehindAccessCode => "behind_access_code",
            Self::BeforeSending => "before_sending",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Whether an enrolment of this class is early enough.
    pub fn is_met(self, class: EnrolmentClass) -> bool {
        match self {
            Self::Any => true,
            Self::BehindAccessCode => {
                !matches!(class, EnrolmentClass::ByPassword | EnrolmentClass::AfterSending)
            }
            Self::BeforeSending => !class.is_after_sending(),
        }
    }
}

/// Everything that is demanded of one recipient: the organisation's settings, the document's request and
/// what the sender set for the recipient, composed.
///
/// Gate, mails, languages and lists read this one value and none of its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthRequirement {
    /// A second factor (2要素認証) or an identity provider (`IdP認証`).
    pub second_factor_or_idp: Option<RequiredBy>,
    /// One provider, and no other way.
    pub named_idp: Option<Required<IdpDemand>>,
    /// A code that comes before everything else (アクセスコード).
    pub access_code: Option<Required<AccessCodeHash>>,
    /// When the factor has to be enrolled; `None` for any time.
    pub enrolment: Option<Required<EnrolmentRule>>,
    /// Japanese only.
    pub japanese_only: Option<RequiredBy>,
}

impl AuthRequirement {
    /// What the organisation's settings and the request demand of every recipient.
    /// `request` says which rule set the request, where it is set.
    pub fn of_document(policy: &DocumentPolicy, request: Option<RequiredBy>) -> Self {
        let required_by = RequiredBy::Organisation;
        let rule = Some(policy.recipients.enrolment).filter(|rule| *rule != EnrolmentRule::Any);
        Self {
            second_factor_or_idp: request,
            named_idp: None,
            access_code: None,
            enrolment: rule.map(|value| Required { value, required_by }),
            japanese_only: request.filter(|_| Exclusion::ForeignLanguage.applies(policy)),
        }
    }

    /// The same with what the sender set for one recipient. The stricter of two rules of enrolment counts; the
    /// organisation's is for recipients who have to sign in strongly.
    #[must_use]
    pub fn and_of(self, details: &RecipientDetails) -> Self {
        let required_by = RequiredBy::Recipient;
        let rule = Some(details.enrolment).filter(|rule| *rule != EnrolmentRule::Any);
        let named_idp = details.idp.clone();
        let second_factor_or_idp = self
            .second_factor_or_idp
            .or(named_idp.is_some().then_some(required_by))
            .or(rule.map(|_| required_by));
        let general = self.enrolment.filter(|_| second_factor_or_idp.is_some());
        let own = rule
            .filter(|rule| general.as_ref().is_none_or(|general| *rule > general.value))
            .map(|value| Required { value, required_by });
        Self {
            second_factor_or_idp,
            named_idp: named_idp.map(|value| Required { value, required_by }),
            access_code: details.access_code.clone().map(|value| Required { value, required_by }),
            enrolment: own.or(general),
            japanese_only: self.japanese_only,
        }
    }

    /// Whether the recipient has to sign in strongly.
    pub fn is_gated(&self) -> bool {
        self.second_factor_or_idp.is_some()
    }

    /// Whether no mail may tell anything of the contents: the reader of the mailbox has passed no gate and
    /// may not know the access code.
    pub fn is_closed_to_mail(&self) -> bool {
        self.is_gated() || self.access_code.is_some()
    }

    /// Whether the document is read in Japanese only.
    pub fn is_japanese_only(&self) -> bool {
        self.japanese_only.is_some()
    }

    /// Whether the access code, if there is one, was entered for this recipient.
    ///
    /// # Errors
    /// [`GateRefusal::AccessCode`].
    pub fn expect_unlocked(
        &self,
        recipient: RecipientId,
        unlocked: Option<RecipientId>,
    ) -> Result<(), GateRefusal> {
        if self.access_code.is_none() || unlocked == Some(recipient) {
            Ok(())
        } else {
            Err(GateRefusal::AccessCode)
        }
    }

    /// Whether the factor or link behind this assurance was enrolled early enough.
    ///
    /// # Errors
    /// [`GateRefusal::EnrolledTooLate`].
    pub fn expect_enrolled(&self, assurance: &Assurance) -> Result<(), GateRefusal> {
        let Some(rule) = self.enrolment_in_effect() else {
            return Ok(());
        };
        match assurance.class() {
            Some(class) if rule.value.is_met(class) => Ok(()),
            Some(_) | None => Err(GateRefusal::EnrolledTooLate(rule.value)),
        }
    }

    /// The rule of enrolment as it works out for this recipient: without an access code, class E2 is reached before the
    /// sending only; an identity at a named provider (class E4) meets every rule.
    pub fn enrolment_in_effect(&self) -> Option<Required<EnrolmentRule>> {
        let Required { value, required_by } = self.enrolment.clone()?;
        match (value, &self.named_idp, &self.access_code) {
            (EnrolmentRule::Any, _, _) | (_, Some(_), _) => None,
            (EnrolmentRule::BehindAccessCode, None, None) => {
                Some(Required { value: EnrolmentRule::BeforeSending, required_by })
            }
            (EnrolmentRule::BehindAccessCode | EnrolmentRule::BeforeSending, None, _) => {
                Some(Required { value, required_by })
            }
        }
    }
}

impl Document {
    /// Why the organisation's settings demand the request for this document, while they do; of a document that was
    /// sent with it, why they did then, whatever address or amount was corrected since.
    pub fn request_reason(&self) -> Option<RequestReason> {
        match self.advanced_auth {
            AdvancedAuthPolicy::Enforced { by: Some(origin), .. } => {
                return match origin {
                    RequestOrigin::Organisation(reason) => Some(reason),
                    RequestOrigin::Sender => None,
                };
            }
            AdvancedAuthPolicy::Enforced { by: None, .. }
            | AdvancedAuthPolicy::Requested { .. }
            | AdvancedAuthPolicy::NotRequested => {}
        }
        let addresses = self.recipients.iter().map(|recipient| &recipient.details.email);
        self.policy.recipients.request.reason(self.details.attributes.amount, addresses)
    }

    /// Which rule set the advanced authentication request, where it is set; the sender cannot undo the
    /// organisation's. Once the document is sent, it stays as it was then.
    pub fn request_required_by(&self) -> Option<RequiredBy> {
        let is_set = self.advanced_auth.is_requested();
        let by_policy = self.request_reason().map(|_| RequiredBy::Organisation);
        match self.status {
            DocumentStatus::Draft => by_policy.or(is_set.then_some(RequiredBy::Document)),
            DocumentStatus::AwaitingConsent { .. }
            | DocumentStatus::Sealing { .. }
            | DocumentStatus::Concluded { .. }
            | DocumentStatus::Cancelled { .. }
            | DocumentStatus::Declined { .. } => {
                is_set.then_some(by_policy.unwrap_or(RequiredBy::Document))
            }
        }
    }

    /// Whether the advanced authentication request is set, by the sender or by the organisation's settings.
    pub fn is_requested(&self) -> bool {
        self.request_required_by().is_some()
    }

    /// What is demanded of every recipient.
    pub fn requirement(&self) -> AuthRequirement {
        AuthRequirement::of_document(&self.policy, self.request_required_by())
    }

    /// What is demanded of this recipient. A recipient outside the organisation that another forwarded to has to
    /// sign in strongly where the organisation demands that of recipients outside.
    pub fn requirement_for(&self, recipient: &Recipient) -> AuthRequirement {
        let mut requirement = self.requirement();
        let is_outside = self.policy.recipients.request.is_for(&recipient.details.email);
        if requirement.second_factor_or_idp.is_none() && is_outside {
            requirement.second_factor_or_idp = Some(RequiredBy::Organisation);
        }
        let is_gated = requirement.is_gated();
        let mut requirement = requirement.and_of(&recipient.details);
        if let Some(named) = &mut requirement.named_idp
            && is_gated
            && self.policy.recipients.own_idp == OwnIdpRule::Demanded
        {
            named.required_by = RequiredBy::Organisation;
        }
        requirement
    }

    /// The first recipient who has to enrol behind an access code and has none: without a factor from before the
    /// sending, that recipient could never consent.
    pub fn recipient_without_code(&self) -> Option<&Recipient> {
        self.recipients.iter().find(|recipient| self.lacks_access_code(recipient))
    }

    /// Whether this recipient has to enrol behind an access code, and has none.
    pub(crate) fn lacks_access_code(&self, recipient: &Recipient) -> bool {
        let required = self.requirement_for(recipient);
        let rule = required.enrolment.map(|rule| rule.value);
        rule == Some(EnrolmentRule::BehindAccessCode)
            && required.named_idp.is_none()
            && required.access_code.is_none()
    }

    /// Whether this recipient has to sign in strongly.
    pub fn is_gated_for(&self, recipient: &Recipient) -> bool {
        self.requirement_for(recipient).is_gated()
    }

    /// Whether any recipient has to sign in strongly to see the document; then no mail tells its title.
    pub fn is_gated(&self) -> bool {
        self.recipients.iter().any(|recipient| self.is_gated_for(recipient))
    }

    /// Whether no mail may tell anything of the contents, because of any of the recipients.
    pub fn is_closed_to_mail(&self) -> bool {
        self.recipients.iter().any(|recipient| self.requirement_for(recipient).is_closed_to_mail())
    }

    /// Whether the document is Japanese to every reader.
    pub fn is_japanese_only(&self) -> bool {
        self.requirement().is_japanese_only()
    }
}
