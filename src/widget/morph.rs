//! Changing a piece of page into another, element by element.
//!
//! Elements with the same `id` are the same element, wherever they stand; others are matched in order by their name. What is equal is not
//! touched, and neither is what carries `data-same` in the markup, whose content was not made. So inputs keep focus and caret, open
//! details stay open, and the page does not jump. (Setting `innerHTML` anew would lose all of it; libraries that do this, idiomorph for
//! one, are JavaScript.)

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement, Node};

/// Makes the children of `from` those of `to`, which is used up.
pub(super) fn children(from: &Node, to: &Node) -> Result<(), JsValue> {
    let mut current = from.first_child();
    let mut wanted = to.first_child();
    while let Some(new) = wanted {
        wanted = new.next_sibling();
        match find(current.as_ref(), &new) {
            Some(old) => {
                if current.as_ref().is_some_and(|c| c.is_same_node(Some(&old))) {
                    current = old.next_sibling();
                } else {
                    from.insert_before(&old, current.as_ref())?;
                }
                node(&old, &new)?;
            }
            None => {
                from.insert_before(&new, current.as_ref())?;
            }
        }
    }
    while let Some(old) = current {
        current = old.next_sibling();
        from.remove_child(&old)?;
    }
    Ok(())
}

fn id(node: &Node) -> Option<String> {
    node.dyn_ref::<Element>().map(Element::id).filter(|id| !id.is_empty())
}

/// The child that becomes `new`: the one with its id from here on, or the next one if it is of the same kind and has no id either.
fn find(current: Option<&Node>, new: &Node) -> Option<Node> {
    let is_same_kind = |old: &Node| old.node_name() == new.node_name();
    match id(new) {
        Some(wanted) => {
            if let Some(found) = current.filter(|c| id(c).as_deref() == Some(&wanted)) {
                return Some(found.clone());
            }
            let mut next = current.cloned();
            while let Some(candidate) = next {
                if id(&candidate).as_deref() == Some(&wanted) && is_same_kind(&candidate) {
                    return Some(candidate);
                }
                next = candidate.next_sibling();
            }
            None
        }
        None => current.filter(|old| id(old).is_none() && is_same_kind(old)).cloned(),
    }
}

fn node(old: &Node, new: &Node) -> Result<(), JsValue> {
    let stays = new.dyn_ref::<Element>().is_some_and(|new| new.has_attribute("data-same"));
    if stays || old.is_equal_node(Some(new)) {
        return Ok(());
    }
    match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
        (Some(old), Some(new)) => {
            attributes(old, new)?;
            children(old, new)
        }
        _ => {
            if old.node_value() != new.node_value() {
                old.set_node_value(new.node_value().as_deref());
            }
            Ok(())
        }
    }
}

fn attributes(old: &Element, new: &Element) -> Result<(), JsValue> {
    let wanted = new.attributes();
    for i in 0..wanted.length() {
        if let Some(attribute) = wanted.item(i)
            && old.get_attribute(&attribute.name()).as_deref() != Some(&attribute.value())
        {
            old.set_attribute(&attribute.name(), &attribute.value())?;
        }
    }
    let present = old.attributes();
    let names: Vec<String> = (0..present.length()).filter_map(|i| present.item(i)).map(|a| a.name()).collect();
    for name in names {
        // Whether details are open is the visitor's affair.
        if !new.has_attribute(&name) && name != "open" {
            old.remove_attribute(&name)?;
        }
    }
    if let Some(input) = old.dyn_ref::<HtmlInputElement>().filter(|i| i.type_() == "checkbox") {
        // Once touched, a checkbox no longer follows its attribute.
        input.set_checked(new.has_attribute("checked"));
    }
    Ok(())
}
