//! 宛先の認証: what an admin demands of the recipients of the organisation's documents.

use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::pages::documents::NoticeQuery;
use crate::web::{
    Checkbox, FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, redirect,
};
use askama::Template;
use poem::web::{Form, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{
    Amount, DocumentPolicy, EmailDomain, EnrolmentRule, NewFactorRule, OrganisationSettings,
    OutsideRecipients, OwnIdpRule, RecipientPolicy, RequestRule, RequestedDocuments, TextError,
};
use wariin_usecases::{Error, configure_organisation, organisation_settings};

#[derive(Template)]
#[template(path = "organisation_recipients.html")]
struct RecipientsPage {
    layout: PageLayout,
    name: String,
    fields: Vec<FormField>,
    policy: RecipientPolicy,
    is_strong: bool,
    notice: String,
    error: String,
}

/// The settings as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PolicyForm {
    all: Checkbox,
    outside: Checkbox,
    from_amount: String,
    own_domains: String,
    enrolment: String,
    own_idp: Checkbox,
    new_factor: String,
}

impl PolicyForm {
    /// What is chosen, before amount and domains are read.
    fn choices(&self) -> Option<RecipientPolicy> {
        let documents = if self.all.is_checked() {
            RequestedDocuments::All
        } else {
            RequestedDocuments::Chosen
        };
        let outside = if self.outside.is_checked() {
            OutsideRecipients::Requested
        } else {
            OutsideRecipients::Free
        };
        let own_idp =
            if self.own_idp.is_checked() { OwnIdpRule::Demanded } else { OwnIdpRule::Chosen };
        Some(RecipientPolicy {
            own_idp,
            request: RequestRule { documents, outside, ..RequestRule::default() },
            enrolment: EnrolmentRule::parse(&self.enrolment)?,
            new_factor: NewFactorRule::parse(&self.new_factor)?,
        })
    }
}

fn fields(o: &OfficeMessages, from_amount: &str, own_domains: &str) -> FormFields {
    FormFields(vec![
        FormField::new("from_amount", o.organisation_policy_amount(), FieldKind::Text)
            .hint(o.organisation_policy_amount_hint())
            .limit(30)
            .optional()
            .value(from_amount),
        FormField::new("own_domains", o.organisation_policy_domains(), FieldKind::Lines)
            .hint(o.organisation_policy_domains_hint())
            .optional()
            .value(own_domains),
    ])
}

/// One domain a line; blank lines do not count.
fn domains(text: &str) -> Result<Vec<EmailDomain>, TextError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut domains: Vec<EmailDomain> = lines.map(EmailDomain::parse).collect::<Result<_, _>>()?;
    domains.sort_unstable();
    domains.dedup();
    Ok(domains)
}

/// The settings.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let policy = organisation_settings(context.caller())?.settings.policy.recipients.clone();
    let notice = match query.notice.as_deref() {
        Some("saved") => context.office().organisation_policy_saved(),
        _ => String::new(),
    };
    let amount = policy.request.from_amount.map(|amount| amount.yen().to_string());
    let domains: Vec<_> = policy.request.own_domains.iter().map(ToString::to_string).collect();
    let fields = fields(context.office(), &amount.unwrap_or_default(), &domains.join("\n"));
    shown(&context, policy, fields, notice, &FormOutcome::blank())
}

/// Saves the settings.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Form(form): Form<PolicyForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let mut policy = form.choices().ok_or_else(PageError::malformed)?;
    let mut fields = fields(context.office(), &form.from_amount, &form.own_domains);
    let read = (
        fields.read_optional("from_amount", Amount::parse),
        fields.read_optional("own_domains", domains),
    );
    let (Some(from_amount), Some(own_domains)) = read else {
        return shown(&context, policy, fields, String::new(), &FormOutcome::incomplete());
    };
    let own_domains = own_domains.unwrap_or_default();
    if own_domains.len() > RequestRule::MAX_DOMAINS {
        fields.refuse("own_domains", context.office().organisation_policy_too_many_domains());
        return shown(&context, policy, fields, String::new(), &FormOutcome::incomplete());
    }
    policy.request = RequestRule { from_amount, own_domains, ..policy.request };
    let before = organisation_settings(context.caller())?.settings.clone();
    let documents = DocumentPolicy { recipients: policy.clone(), ..before.policy };
    let settings = OrganisationSettings { policy: documents, ..before };
    match configure_organisation(context.ports(), principal, settings).await {
        Ok(()) => Ok(redirect("/settings/organisation/recipients?notice=saved")),
        Err(error) => {
            let is_shown = |error: &Error| matches!(error, Error::Organisation(_));
            let outcome = FormOutcome::refused(&context, error, is_shown)?;
            shown(&context, policy, fields, String::new(), &outcome)
        }
    }
}

fn shown(
    context: &PageContext,
    policy: RecipientPolicy,
    fields: FormFields,
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&RecipientsPage {
        layout: PageLayout::of(context),
        name: organisation_settings(context.caller())?.name.to_string(),
        fields: fields.0,
        policy,
        is_strong: context.is_strong(),
        notice,
        error: outcome.message.clone(),
    })
}
