//! 電子署名の更新: when the archive timestamps of the organisation's sealed files have to be renewed.

use crate::error::PageError;
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::{Response, handler};
use wariin_domain::{SealLevel, Timestamp};
use wariin_ports::{MonthOfRenewals, RenewalSchedule};
use wariin_usecases::{organisation_settings, renewal_schedule};

/// How many months are shown each for itself; what is due later is summed up by year.
const MONTHS: usize = 24;

#[derive(Template)]
#[template(path = "organisation_seals.html")]
struct SealsPage {
    layout: PageLayout,
    name: String,
    schedule: RenewalSchedule,
    months: Vec<MonthOfRenewals>,
    /// Of the time behind the months.
    years: Vec<(i32, u64)>,
    renewed_at: Option<String>,
    failed_at: Option<String>,
    is_stamped: bool,
}

/// What is due when.
#[handler]
pub(crate) async fn show(context: PageContext) -> Result<Response, PageError> {
    let name = organisation_settings(context.caller())?.name.to_string();
    let mut schedule = renewal_schedule(context.ports(), context.caller()).await?;
    let later = schedule.months.split_off(schedule.months.len().min(MONTHS));
    let told = |at: Timestamp| context.locale().at(at);
    let template = SealsPage {
        name,
        months: std::mem::take(&mut schedule.months),
        years: by_year(&later),
        renewed_at: schedule.renewed_at.map(told),
        failed_at: schedule.failure.as_ref().map(|failure| told(failure.at)),
        is_stamped: context.ports().sealer.level() == SealLevel::Archived,
        schedule,
        layout: PageLayout::of(&context),
    };
    page(StatusCode::OK, &template)
}

fn by_year(months: &[MonthOfRenewals]) -> Vec<(i32, u64)> {
    let mut years: Vec<(i32, u64)> = Vec::new();
    for month in months {
        match years.last_mut() {
            Some((year, files)) if *year == month.year => *files += month.files,
            _ => years.push((month.year, month.files)),
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_later_is_summed_up_by_year() {
        let month = |year, month, files| MonthOfRenewals { year, month, files };
        let months = [month(2030, 1, 2), month(2030, 12, 3), month(2032, 5, 1)];
        assert_eq!(by_year(&months), [(2030, 5), (2032, 1)]);
        assert_eq!(by_year(&[]), []);
    }
}
