//! Organisations as rows and back.

use super::codec;
use super::entity::organisation::Model;
use super::error::corrupt;
use wariin_domain::{
    AccentColour, BookkeepingDuty, CompletionFiles, DocumentPolicy, FileDigest, LinkLife,
    Organisation, OrganisationLooks, OrganisationName, OrganisationSettings, PostalAddress,
    RecipientPolicy, RequestLanguages, RetentionPolicy, RetentionYears, SealMark, SecondFactorRule,
    StepUpAge, TimeZoneName, Timestamp,
};
use wariin_ports::StorageError;

/// An organisation's row.
///
/// # Errors
/// [`StorageError`] when the policy has no form in JSON.
pub(super) fn row(organisation: &Organisation) -> Result<Model, StorageError> {
    let looks = &organisation.looks;
    let OrganisationSettings { second_factor, policy, time_zone } = &organisation.settings;
    Ok(Model {
        id: organisation.id.into(),
        name: organisation.name.as_str().to_owned(),
        second_factor: second_factor.name().to_owned(),
        link_life: number(policy.link_life.number()),
        step_up_age: number(policy.step_up_age.number()),
        request_languages: policy.request_languages.name().to_owned(),
        completion_files: policy.completion.name().to_owned(),
        seal_mark: policy.seal_mark.name().to_owned(),
        stamp: organisation.stamp.map(|stamp| stamp.as_bytes().to_vec()),
        time_zone: time_zone.as_str().to_owned(),
        recipient_policy: recipient_policy(policy)?,
        address: looks.address.as_ref().map(ToString::to_string),
        logo: looks.logo.map(|logo| logo.as_bytes().to_vec()),
        colour: Some(looks.colour.to_string()),
        retention_years: organisation.retention.years().map(|years| number(years.number())),
        bookkeeping_duty: Some(organisation.retention.duty().name().to_owned()),
        retention_set_at: organisation.retention.set_at().map(Timestamp::as_micros),
    })
}

/// A stored organisation.
pub(super) fn to_organisation(row: Model) -> Result<Organisation, StorageError> {
    let bad = |column: &'static str| move || corrupt(column);
    let settings = OrganisationSettings {
        second_factor: SecondFactorRule::parse(&row.second_factor)
            .ok_or_else(bad("organisation.second_factor"))?,
        policy: policy(
            (row.link_life, row.step_up_age),
            (&row.request_languages, &row.completion_files, &row.seal_mark),
            codec::decode_option(row.recipient_policy.as_deref())?.unwrap_or_default(),
        )?,
        time_zone: TimeZoneName::parse(&row.time_zone)
            .map_err(|_| corrupt("organisation.time_zone"))?,
    };
    let name = OrganisationName::parse(&row.name).map_err(|_| corrupt("organisation.name"))?;
    let image = |stored: Option<Vec<u8>>, column| {
        let image = stored.map(|bytes| bytes.try_into().map(FileDigest::new));
        image.transpose().map_err(|_: Vec<u8>| corrupt(column))
    };
    let address = row.address.as_deref().map(PostalAddress::parse).transpose();
    let colour = row.colour.as_deref().map(AccentColour::parse).transpose();
    let looks = OrganisationLooks {
        address: address.map_err(|_| corrupt("organisation.address"))?,
        logo: image(row.logo, "organisation.logo")?,
        colour: colour.map_err(|_| corrupt("organisation.colour"))?.unwrap_or_default(),
    };
    let stamp = image(row.stamp, "organisation.stamp")?;
    let years = (row.retention_years, row.bookkeeping_duty.as_deref(), row.retention_set_at);
    let retention = retention(years).ok_or_else(|| corrupt("organisation.retention"))?;
    Ok(Organisation { id: row.id.into(), name, settings, stamp, looks, retention })
}

/// How long documents are kept; for ever where nothing is stored.
fn retention(
    (years, duty, set_at): (Option<i32>, Option<&str>, Option<i64>),
) -> Option<RetentionPolicy> {
    let keep = match years {
        Some(years) => Some(RetentionYears::new(u32::try_from(years).ok()?).ok()?),
        None => None,
    };
    let duty = duty.map_or(Some(BookkeepingDuty::None), BookkeepingDuty::parse)?;
    RetentionPolicy::new(keep, duty, set_at.map(Timestamp::from_micros)).ok()
}

/// Stored terms: days and minutes, the names of the choices.
pub(super) fn policy(
    (life, age): (i32, i32),
    (languages, completion, seal_mark): (&str, &str, &str),
    recipients: RecipientPolicy,
) -> Result<DocumentPolicy, StorageError> {
    let read = |recipients| {
        Some(DocumentPolicy {
            link_life: LinkLife::new(u32::try_from(life).ok()?).ok()?,
            step_up_age: StepUpAge::new(u32::try_from(age).ok()?).ok()?,
            request_languages: RequestLanguages::parse(languages)?,
            completion: CompletionFiles::parse(completion)?,
            seal_mark: SealMark::parse(seal_mark)?,
            recipients,
        })
    };
    read(recipients).ok_or_else(|| corrupt("terms"))
}

/// What is demanded of recipients; nothing is stored where nothing is demanded.
///
/// # Errors
/// [`StorageError`] when it has no form in JSON.
fn recipient_policy(policy: &DocumentPolicy) -> Result<Option<String>, StorageError> {
    let demands = Some(&policy.recipients).filter(|policy| **policy != RecipientPolicy::default());
    codec::encode_option(demands)
}

/// A small number as it is stored.
pub(super) fn number(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
