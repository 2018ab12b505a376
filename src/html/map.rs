//! The map: municipalities in which something was found, each with how many, and beside it the same as a list.
//!
//! * [`Outlines`] are the shapes, a file of its own that only who opens the map downloads (`data/places/outlines.svg`).
//! * [`map`] draws those of the viewpoint's province, or all.
//! * [`step`] says where an arrow key leads.
//!
//! Every municipality with a number is a button, on the map and in the list. In the list they are buttons as any. On the map they are one
//! stop of the Tab key, within which the arrow keys lead to the next in their direction, as in a toolbar: a province has up to seventy,
//! and who wants to go past them should not have to press a key for each.

use super::View;
use super::widget::State;
use crate::geo::MunicipalityId;
use crate::index::Directory;
use crate::model::{Key, ListedUnder, Region, sorted};
use crate::query;
use maud::{Markup, html};
use std::rc::Rc;

/// The file of shapes, as far as it is there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Outlines {
    /// Nobody asked for it.
    #[default]
    Unasked,
    /// It is on its way.
    Asked,
    /// It could not be had: the list stands alone.
    Missing,
    /// Its text.
    Here(Rc<str>),
}

/// A municipality's shape.
struct Shape<'a> {
    id: MunicipalityId,
    /// A point inside, for its number.
    at: (f32, f32),
    /// Its outline, in the language of SVG's paths.
    outline: &'a str,
}

/// What stands between quotes behind a name. (Looking for a text in a text would be 1 kB of a page, and nothing else in it does.)
fn quoted<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let mut pieces = line.split('"');
    pieces.find(|piece| piece.ends_with(name))?;
    pieces.next()
}

/// The shapes of a file, line by line. What is no shape of ours is passed over.
fn shapes<'a>(directory: &'a Directory, outlines: &'a str) -> impl Iterator<Item = Shape<'a>> {
    let municipalities = &directory.places().municipalities;
    outlines.lines().filter_map(move |line| {
        let nis = quoted(line, " id=")?;
        let id = municipalities.binary_search_by(|m| m.nis.as_str().cmp(nis)).ok().and_then(MunicipalityId::at)?;
        let (x, y) = quoted(line, " data-at=")?.split_once(' ')?;
        let whole = |number: &str| number.parse::<i32>().ok().map(|number| number as f32);
        Some(Shape { id, at: (whole(x)?, whole(y)?), outline: quoted(line, " d=")? })
    })
}

/// The corners of what is drawn: left, top, right, bottom.
type Frame = [f32; 4];

/// Widens a frame by an outline: "M", a place, then "l" and steps, for each of its rings.
fn widen(frame: &mut Frame, outline: &str) {
    for ring in outline.split('M').skip(1) {
        let (mut x, mut y) = (0.0, 0.0);
        let (mut number, mut numbers) = (0.0, 0);
        // A number ends where the next begins, and the next begins with a space, a minus or the "l"; "z" ends the last.
        let mut sign = 1.0;
        let mut digits = false;
        for byte in ring.bytes() {
            if byte.is_ascii_digit() {
                number = number * 10.0 + f32::from(byte - b'0');
                digits = true;
                continue;
            }
            if std::mem::take(&mut digits) {
                let value = sign * std::mem::take(&mut number);
                if numbers % 2 == 0 {
                    x += value
                } else {
                    y += value
                }
                numbers += 1;
                if numbers % 2 == 0 {
                    let [left, top, right, bottom] = *frame;
                    *frame = [left.min(x), top.min(y), right.max(x), bottom.max(y)];
                }
            }
            sign = if byte == b'-' { -1.0 } else { 1.0 };
        }
    }
}

/// Width of every map in its own units, whatever it shows: so that sizes of letters fit.
const WIDTH: i32 = 1000;

/// The table whose municipalities are shown; all without one.
fn table(directory: &Directory, state: &State, viewpoint: Option<MunicipalityId>) -> Option<ListedUnder> {
    let here = directory.places().municipalities.get(viewpoint.filter(|_| !state.map_whole)?.index())?;
    Some(here.listed_under)
}

impl View<'_> {
    fn name_of(&self, id: MunicipalityId) -> &str {
        self.directory.places().municipalities.get(id.index()).map_or("", |m| m.name_in(self.lang))
    }
}

/// What it is called: a province, Brussels, or nothing.
fn title<'a>(view: &'a View<'_>, of: Option<ListedUnder>) -> Option<&'a str> {
    view.area_name(&match of? {
        ListedUnder::Brussels => format!("region.{}", Region::Brussels),
        province => format!("province.{province}"),
    })
}

/// Municipalities of a table in which something was found, with how many.
fn counted(directory: &Directory, state: &State, of: Option<ListedUnder>) -> Vec<(MunicipalityId, usize)> {
    let counts = query::count_sites(directory, &state.query());
    let shown = directory.places().municipalities.iter().zip(counts).enumerate();
    let shown = shown.filter(|(_, (m, count))| *count > 0 && of.is_none_or(|of| m.listed_under == of));
    shown.filter_map(|(i, (_, count))| Some((MunicipalityId::at(i)?, count as usize))).collect()
}

/// The opened map.
pub(super) fn map(view: &View<'_>, state: &State) -> Markup {
    let table = table(view.directory, state, view.viewpoint);
    let found = counted(view.directory, state, table);
    let title = title(view, table);
    html! {
        @match &state.outlines {
            Outlines::Here(outlines) => (drawing(view, state, table, outlines, &found, title)),
            Outlines::Missing => p.note { (view.text(Key::MapMissing)) },
            Outlines::Unasked | Outlines::Asked => {}
        }
        div.map-list {
            p.map-title id="map-title" { (view.text(Key::MapList)) @if let Some(title) = title { (view.colon()) (title) } }
            @if view.viewpoint.is_some() {
                button.link id="map-whole" type="button" data-toggle="whole" aria-pressed=(state.map_whole) { (view.text(Key::MapWhole)) }
            }
            ul.sites id="sites" aria-labelledby="map-title" { (list(view, &found)) }
        }
    }
}

/// The same as the map, as a list in the order of the names.
fn list(view: &View<'_>, found: &[(MunicipalityId, usize)]) -> Markup {
    let name = |i: usize| found.get(i).map(|(id, _)| view.name_of(*id));
    let order = sorted(found.len(), &mut |a, b| name(a).cmp(&name(b)));
    html! {
        @for &(id, count) in order.into_iter().filter_map(|i| found.get(i)) {
            li {
                button type="button" id=(format!("site-{}", id.number())) data-viewpoint=(id.number()) aria-pressed=(view.viewpoint == Some(id)) {
                    (view.name_of(id)) " " span.number { (count) }
                }
            }
        }
    }
}

/// The one that the Tab key reaches: where the arrow keys went, else the viewpoint, else the first.
fn stop(state: &State, viewpoint: Option<MunicipalityId>, found: &[(MunicipalityId, usize)]) -> Option<MunicipalityId> {
    let is_there = |id: &MunicipalityId| found.iter().any(|(found, _)| found == id);
    state.map_at.filter(is_there).or(viewpoint.filter(is_there)).or(found.first().map(|(id, _)| *id))
}

fn drawing(
    view: &View<'_>,
    state: &State,
    table: Option<ListedUnder>,
    outlines: &str,
    found: &[(MunicipalityId, usize)],
    title: Option<&str>,
) -> Markup {
    let municipalities = &view.directory.places().municipalities;
    let is_shown =
        |shape: &Shape<'_>| table.is_none_or(|table| municipalities.get(shape.id.index()).is_some_and(|m| m.listed_under == table));
    let shapes: Vec<Shape<'_>> = shapes(view.directory, outlines).filter(is_shown).collect();
    let mut frame = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    for shape in &shapes {
        widen(&mut frame, shape.outline);
    }
    let [left, top, right, bottom] = frame;
    if left > right {
        return html! {};
    }
    // Room for the lines at the edge.
    let edge = 6;
    let inner = WIDTH - 2 * edge;
    let (wide, high) = ((right - left).max(1.0), (bottom - top).max(1.0));
    let scale = inner as f32 / wide;
    // Only whole numbers are written: writing and reading others is 20 kB of program.
    let scaled = |distance: f32| (distance * scale) as i32;
    let height = scaled(high);
    let on_paper = |(x, y): (f32, f32)| (edge.saturating_add(scaled(x - left)), edge.saturating_add(scaled(y - top)));
    let [left_most, top_most, wide, high] = [left, top, wide, high].map(|length| length as i32);
    let count = |shape: &Shape<'_>| found.iter().find(|(id, _)| *id == shape.id).map(|(_, count)| *count);
    let is_here = |shape: &Shape<'_>| view.viewpoint == Some(shape.id);
    let stop = stop(state, view.viewpoint, found);
    html! {
        svg.map-drawing viewBox=(format!("0 0 {WIDTH} {}", height.saturating_add(2 * edge))) role="toolbar"
            aria-label=(format!("{}{}{}", view.text(Key::Map), if title.is_some() { ": " } else { "" }, title.unwrap_or(""))) {
            svg x=(edge) y=(edge) width=(inner) height=(height) overflow="visible" viewBox=(format!("{left_most} {top_most} {wide} {high}")) {
                // What has no number is one shape, and one element less for each.
                path d=(shapes.iter().filter(|s| count(s).is_none()).map(|s| s.outline).collect::<String>()) {}
                @for shape in &shapes {
                    @if let Some(count) = count(shape) {
                        path.site id=(format!("map-{}", shape.id.number())) role="button" tabindex=(if stop == Some(shape.id) { "0" } else { "-1" })
                            aria-pressed=(is_here(shape)) data-viewpoint=(shape.id.number()) d=(shape.outline) {
                            title { (view.name_of(shape.id)) (view.colon()) (view.count(Key::Count, count)) }
                        }
                    }
                }
                @if let Some(here) = shapes.iter().find(|s| is_here(s)) { path.here d=(here.outline) {} }
            }
            // Of all municipalities the numbers would lie on each other: there they stand in the names and in the list.
            g aria-hidden="true" {
                @for shape in shapes.iter().filter(|_| table.is_some()) {
                    @if let Some(count) = count(shape) {
                        @let (x, y) = on_paper(shape.at);
                        text x=(x) y=(y) class=[is_here(shape).then_some("here")] { (count) }
                    }
                }
            }
        }
    }
}

/// The municipality that an arrow key leads to: the nearest with a number in its direction, of which what lies straight ahead counts as
/// nearer than what lies aside. `None` at the edge.
#[must_use]
pub fn step(
    directory: &Directory,
    state: &State,
    viewpoint: Option<MunicipalityId>,
    from: MunicipalityId,
    (right, down): (f32, f32),
) -> Option<MunicipalityId> {
    let Outlines::Here(outlines) = &state.outlines else { return None };
    let found = counted(directory, state, table(directory, state, viewpoint));
    let is_found = |shape: &&Shape<'_>| found.iter().any(|(id, _)| *id == shape.id);
    let shapes: Vec<Shape<'_>> = shapes(directory, outlines).collect();
    let start = shapes.iter().find(|shape| shape.id == from)?.at;
    let far = |shape: &Shape<'_>| {
        let (x, y) = (shape.at.0 - start.0, shape.at.1 - start.1);
        let (ahead, aside) = (x * right + y * down, (x * down).abs() + (y * right).abs());
        (ahead > 0.0).then_some(ahead + 2.0 * aside)
    };
    let candidates = shapes.iter().filter(is_found).filter_map(|shape| Some((far(shape)?, shape.id)));
    candidates.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
}
