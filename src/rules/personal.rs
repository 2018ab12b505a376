//! Mailboxes and mobiles that are a person's own.

use super::{Problem, Severity};
use crate::model::Data;
use crate::text;

/// Every contact that is listed under `personal`, as it is written there.
#[must_use]
pub fn personal(data: &Data) -> Vec<Problem> {
    let mut listed = Vec::new();
    for entry in &data.actors {
        for (i, contact) in entry.personal.iter().enumerate() {
            let what = if contact.contains('@') {
                "mailbox"
            } else if text::phone::e164(contact).is_some_and(|number| number.starts_with("+324") && number.len() == 12) {
                "mobile"
            } else {
                "phone"
            };
            let message = format!("{contact} is a person's own {what}: blob and widget leave it out, the export keeps it, marked");
            let field = format!("personal[{i}]");
            listed.push(Problem { severity: Severity::Personal, ..Problem::notice(&entry.file, field, message) });
        }
    }
    listed
}
