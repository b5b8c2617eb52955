//! The sender, each party that consented, and who is told.

use super::Flow;
use super::blocks::{Row, VALUE_WIDTH, hairline, heading, rows};
use super::flow::{Item, LEFT, WIDTH};
use super::how::How;
use super::lines::{BODY, INK, Look, SMALL, lines};
use super::words::{age, behind, class, hold, instant, statement};
use crate::print::field::Colour;
use crate::print::fonts::Style;
use krilla::geom::Rect;
use wariin_domain::{CertificateFacts, CertifiedParty, Timestamp};

const NAME: Look = Look { style: Style::Serif, size: 11.0, colour: INK };
const TINT: Colour = (0xee, 0xf1, 0xf5);

pub(super) fn write_sender(flow: &mut Flow, facts: &CertificateFacts) {
    heading(flow, "送信者", "Sender");
    let Some(sender) = &facts.agreement.sender else {
        let none = Row::text(("送信者", "Sender"), facts.sender_email.as_str());
        rows(flow, vec![none], &|_| {});
        return;
    };
    let who = format!("{}　{}", sender.organisation, facts.sender_email);
    let how = How::of_sender(&sender.sign_in);
    let mut about = how_rows(&how, facts, false);
    about.push(Row::words(("送信日時", "Sent"), &instant(sender.sent_at, &facts.zone)));
    block(flow, sender.name.as_str(), &who, about);
}

pub(super) fn write_parties(flow: &mut Flow, facts: &CertificateFacts) {
    heading(flow, "同意した当事者", "Parties that agreed");
    let count = facts.parties.len();
    for party in &facts.parties {
        write_party(flow, party, count, facts);
    }
}

pub(super) fn write_copies(flow: &mut Flow, facts: &CertificateFacts) {
    if facts.copies.is_empty() {
        return;
    }
    heading(flow, "共有先（同意を求めていない方）", "Told of the conclusion, not asked to agree");
    for copy in &facts.copies {
        let text = format!("{}　{}", copy.name, copy.email);
        flow.write(LEFT, lines(&text, BODY, WIDTH));
        hairline(flow);
        flow.space(2.0);
    }
}

fn write_party(flow: &mut Flow, party: &CertifiedParty, count: usize, facts: &CertificateFacts) {
    let agreed = &party.agreed;
    let name = format!("{}/{count}　{}", party.number, agreed.name);
    let organisation = party.organisation.as_ref().map(|name| format!("{name}　"));
    let who = organisation.unwrap_or_default() + party.email.as_str();
    let mut about = how_rows(&How::of(&agreed.assurance), facts, true);
    let zone = &facts.zone;
    let moment = |label, at: Timestamp| Row::words(label, &instant(at, zone));
    for from in &party.forwarded {
        let (at, utc) = instant(from.at, zone);
        let said = (format!("{}（{}）から　{at}", from.name, from.email), utc);
        about.push(Row::words(("転送", "Forwarded by"), &said));
    }
    for before in &party.corrected {
        let (at, utc) = instant(before.at, zone);
        let said = (format!("{}（{}）から　{at}", before.name, before.email), utc);
        about.push(Row::words(("宛先の訂正", "Corrected from"), &said));
    }
    about.extend(party.access_code_at.map(|at| moment(("アクセスコード", "Code typed"), at)));
    for ended in &party.holds {
        let ((why, reason), (at, utc)) = (hold(ended.hold.why), instant(ended.released_at, zone));
        let said = (
            format!("{why}ため保留、送信者が確認し解除　{at}"),
            format!("held: {reason}; released {utc}"),
        );
        about.push(Row::words(("保留と解除", "Held, released"), &said));
    }
    about.extend(party.opened_at.map(|at| moment(("最初の表示", "First opened"), at)));
    about.extend(party.delivered.map(|shown| {
        let (at, utc) = instant(shown.at, zone);
        let said =
            (format!("全{}ページ　{at}", shown.pages), format!("all {} pages, {utc}", shown.pages));
        Row::words(("表示したページ", "Pages delivered"), &said)
    }));
    let digest = lines(&party.content.to_string(), SMALL, VALUE_WIDTH);
    about.push(Row::new(("同意した内容", "Content (SHA-256)"), digest));
    about.extend(
        party
            .statement
            .map(|read| Row::words(("同意の文言", "Statement agreed to"), &statement(read))),
    );
    about.push(moment(("同意日時", "Consented"), agreed.consented_at));
    block(flow, &name, &who, about);
}

fn how_rows(how: &How, facts: &CertificateFacts, has_class: bool) -> Vec<Row> {
    let mut about = vec![Row::words(("認証方法", "Authentication"), &how.method)];
    if has_class {
        about.push(Row::words(("登録の区分", "Class of enrolment"), &class(how.class)));
    }
    for (japanese, english, value) in &how.by {
        about.push(Row::text((japanese, english), value));
    }
    if let Some(at) = how.enrolled_at {
        let ((local, utc), (japanese, english)) =
            (instant(at, &facts.zone), age(at, facts.sent_at));
        let said = (format!("{local}　{japanese}"), format!("{utc}, {english}"));
        about.push(Row::words(("認証手段の登録", "Enrolled"), &said));
    }
    about.extend(
        how.behind_code
            .map(|is_behind| Row::words(("登録時の確認", "Enrolled behind"), &behind(is_behind))),
    );
    about.extend(
        how.at.map(|at| Row::words(("認証日時", "Authenticated"), &instant(at, &facts.zone))),
    );
    about
}

/// A band with a name, and what is known of the person under it.
fn block(flow: &mut Flow, name: &str, who: &str, about: Vec<Row>) {
    flow.keep(150.0);
    band(flow, name, who);
    let again = format!("{name}（続き）");
    rows(flow, about, &|flow| band(flow, &again, who));
    flow.space(7.0);
}

fn band(flow: &mut Flow, name: &str, who: &str) {
    let mut said = lines(name, NAME, WIDTH - 12.0);
    said.extend(lines(who, SMALL, WIDTH - 12.0));
    let height = said.iter().map(|line| line.height).sum::<f32>() + 5.0;
    flow.keep(height);
    let rectangle = Rect::from_xywh(LEFT, flow.y() - 1.0, WIDTH, height);
    flow.put(Item::Fill { rectangles: rectangle.into_iter().collect(), colour: TINT });
    flow.write(LEFT + 6.0, said);
    flow.space(7.0);
}
