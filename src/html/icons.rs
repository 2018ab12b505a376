//! Pictograms: drawn here, in one stroke width and the colour of the text around them, which the style sheet gives (`.icon`). They only
//! accompany words, so screen readers pass over them.

use crate::model::Domain;
use maud::{Markup, PreEscaped, html};

fn icon(paths: &'static str) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped(paths)) }
    }
}

/// The pictogram of a domain.
pub(super) fn domain(domain: Domain) -> Markup {
    icon(match domain {
        // Two people's speech balloons.
        Domain::Language => {
            r#"<path d="M3 5.5A1.5 1.5 0 0 1 4.5 4h9A1.5 1.5 0 0 1 15 5.5v5a1.5 1.5 0 0 1-1.5 1.5H8l-3.5 3v-3A1.5 1.5 0 0 1 3 10.5z"/><path d="M18 9h1.5A1.5 1.5 0 0 1 21 10.5v5a1.5 1.5 0 0 1-1.5 1.5v3L16 17h-4.5a1.5 1.5 0 0 1-1.5-1.5V15"/><path d="M6.5 7h5M6.5 9.3h3"/>"#
        }
        // A signpost.
        Domain::Orientation => {
            r#"<path d="M12 2.5v19M8.5 21.5h7"/><path d="M5 4.5h11l3 2.5-3 2.5H5z"/><path d="M19 11.5H8L5 14l3 2.5h11z"/>"#
        }
        // A ball.
        Domain::Leisure => {
            r#"<circle cx="12" cy="12" r="9"/><path d="m12 7.8 4 2.9-1.5 4.7h-5L8 10.7z"/><path d="M12 7.8V3M16 10.7l4.6-1.5M14.5 15.4l2.8 3.9M9.5 15.4l-2.8 3.9M8 10.7 3.4 9.2"/>"#
        }
        // People together.
        Domain::Diaspora => {
            r#"<circle cx="12" cy="7.5" r="3"/><path d="M6.5 19.5v-1A5.5 5.5 0 0 1 12 13a5.5 5.5 0 0 1 5.5 5.5v1z"/><circle cx="5" cy="10" r="2"/><circle cx="19" cy="10" r="2"/><path d="M2 17.5a4 4 0 0 1 3-3.8M22 17.5a4 4 0 0 0-3-3.8"/>"#
        }
    })
}

pub(super) fn search() -> Markup {
    icon(r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>"#)
}

pub(super) fn place() -> Markup {
    icon(r#"<path d="M12 21.5s7-6.3 7-11.5a7 7 0 0 0-14 0c0 5.2 7 11.5 7 11.5z"/><circle cx="12" cy="10" r="2.6"/>"#)
}

pub(super) fn locate() -> Markup {
    icon(r#"<circle cx="12" cy="12" r="5"/><path d="M12 2.5V7M12 17v4.5M2.5 12H7M17 12h4.5"/>"#)
}

pub(super) fn phone() -> Markup {
    icon(
        r#"<path d="M5.5 3.5h3.2l1.6 4.2-2.1 1.6a12 12 0 0 0 6.5 6.5l1.6-2.1 4.2 1.6v3.2a2 2 0 0 1-2.2 2A17 17 0 0 1 3.5 5.7a2 2 0 0 1 2-2.2z"/>"#,
    )
}

pub(super) fn mail() -> Markup {
    icon(r#"<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m4 7 8 6 8-6"/>"#)
}

pub(super) fn website() -> Markup {
    icon(
        r#"<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.8 2.6 4 5.6 4 9s-1.2 6.4-4 9c-2.8-2.6-4-5.6-4-9s1.2-6.4 4-9z"/>"#,
    )
}

pub(super) fn filters() -> Markup {
    icon(
        r#"<path d="M4 6h16M4 12h16M4 18h16"/><circle cx="9" cy="6" r="2" fill="var(--surface)"/><circle cx="15" cy="12" r="2" fill="var(--surface)"/><circle cx="8" cy="18" r="2" fill="var(--surface)"/>"#,
    )
}

/// A ribbon in a book; filled, by the style sheet, where it is kept.
pub(super) fn keep() -> Markup {
    icon(r#"<path class="ribbon" d="M7 3.5h10v17l-5-4.2-5 4.2z"/>"#)
}

pub(super) fn share() -> Markup {
    icon(r#"<path d="M12 14.5v-11M8 7l4-3.8L16 7M7.5 10.5H5v10h14v-10h-2.5"/>"#)
}

pub(super) fn close() -> Markup {
    icon(r#"<path d="m6 6 12 12M18 6 6 18"/>"#)
}
