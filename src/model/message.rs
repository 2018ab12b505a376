//! Messages: every sentence of the widget and of the lists made from the same templates, in every language.
//!
//! * [`Key`] names each message; `data/messages/<lang>.toml` has exactly these keys, or the build fails.
//! * [`plural`] chooses the form of a sentence with a number, by CLDR's plural rules.
//!
//! In a message `{n}` is the number and `{name}`-like words are filled in by whoever shows it.

use super::{Domain, Map};

macro_rules! keys {
    ($($variant:ident = $name:literal, $note:literal;)+) => {
        /// A message.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Key {
            $(#[doc = $note] $variant),+
        }
        impl Key {
            /// All messages, in the order they are stored.
            pub const ALL: &'static [Key] = &[$(Key::$variant),+];
            /// Its name in `data/messages`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Key::$variant => $name),+ }
            }
            /// What it is for, for translators.
            #[must_use]
            pub const fn note(self) -> &'static str {
                match self { $(Key::$variant => $note),+ }
            }
        }
    };
}

keys! {
    LanguageName = "language_name", "The language's own name for itself, on the language switch.";
    SearchLabel = "search_label", "Label of the search field.";
    SearchHint = "search_hint", "Example shown inside the empty search field.";
    PlaceLabel = "place_label", "Label of the place field.";
    PlaceHint = "place_hint", "Example shown inside the empty place field.";
    PlaceUnknown = "place_unknown", "Under the place field when no municipality has that name or postcode.";
    Locate = "locate", "Button at the place field: asks the device where it is.";
    LocateHelp = "locate_help", "Beside that button: the position stays on the device and is not kept.";
    Locating = "locating", "Under the place field while the device looks for its position.";
    LocateFailed = "locate_failed", "The device did not say where it is; what to do instead.";
    LocateElsewhere = "locate_elsewhere", "The device is outside Flanders and Brussels; what to do instead.";
    SearchButton = "search_button", "The button that searches.";
    Suggestions = "suggestions", "How many suggestions there are while typing, for screen readers; plural, {n}.";
    Place = "place", "Behind a suggestion: what it is, a place.";
    Actor = "actor", "Behind a suggestion: what it is, an organisation.";
    Languages = "languages", "Name of the language switch, for screen readers.";
    DomainLanguage = "domain_language", "Tile: learning Dutch or French.";
    DomainOrientation = "domain_orientation", "Tile: practical help on arrival.";
    DomainLeisure = "domain_leisure", "Tile: leisure and meeting people.";
    DomainDiaspora = "domain_diaspora", "Tile: associations of people of one origin.";
    TownHall = "town_hall", "Above the town hall's own contact, which the page gives.";
    Domains = "domains", "Name of the group of four tiles, for screen readers.";
    Filters = "filters", "Heading and button of the filters.";
    Close = "close", "Button with a cross that closes the filters on a phone, for screen readers.";
    ShowResults = "show_results", "Button that closes the filters on a phone and leads to the results; plural, {n}.";
    FilterAudience = "filter_audience", "Filter group: for whom.";
    FilterCost = "filter_cost", "Filter group: what it costs.";
    FilterFormat = "filter_format", "Filter group: in person, online.";
    FilterLevel = "filter_level", "Filter group: how much Dutch one needs.";
    FilterLanguage = "filter_language", "Filter group: in which languages one is helped.";
    FilterRegistration = "filter_registration", "Filter group: how to register.";
    FilterConcept = "filter_concept", "Filter group: subject.";
    FilterPlace = "filter_place", "Checkbox: only what is for the chosen place; {place}.";
    UnknownCount = "unknown_count", "Under a filter group: results whose value is not known; plural, {n}.";
    Understood = "understood", "Chip: a place in the text was understood, so what is near it comes first; {place}.";
    RemoveFilter = "remove_filter", "Button on a chip that takes a filter away; {name}.";
    ClearAll = "clear_all", "Button that takes all filters and the text away.";
    Results = "results", "Heading of the results, for screen readers.";
    Sort = "sort", "Name of the two buttons that say what comes first, for screen readers.";
    SortBest = "sort_best", "Button: what fits best comes first.";
    SortNearest = "sort_nearest", "Button: what is nearest comes first.";
    Map = "map", "Button that opens the map, the map's name, and a link behind an address: see it on a map.";
    MapList = "map_list", "Heading of the list beside the map: in which towns organisations are; a province may follow.";
    MapWhole = "map_whole", "Button: the map shows all of Flanders and Brussels, not one province; pressed or not.";
    MapMissing = "map_missing", "The drawing could not be fetched; the list below says the same.";
    Count = "count", "How many organisations were found; plural, {n}.";
    CountNear = "count_near", "The same, seen from a place; plural, {n}, {place}.";
    CountUnknown = "count_unknown", "Heading of results where a filtered value is not known; plural, {n}.";
    Partial = "partial", "No result has all words; these come closest.";
    Tolerant = "tolerant", "Nothing has the words as typed; similar words are shown.";
    Meant = "meant", "Behind `tolerant`: whether it was this that the visitor meant; {text} is a button that searches for it.";
    WordsIgnored = "words_ignored", "Only the first words of a very long text were used.";
    NothingFound = "nothing_found", "Heading when nothing was found.";
    NothingFoundHelp = "nothing_found_help", "What one can do then.";
    WithoutFilters = "without_filters", "Button: search again without filters.";
    ShowAll = "show_all", "Button: show every organisation.";
    List = "list", "The visitor's own list: name, and the button that shows it; a number in brackets follows.";
    ListEmpty = "list_empty", "Instead of the list: it is empty, and how to keep something. Names the button `keep`.";
    ListStored = "list_stored", "Above the list: it is kept on this device alone.";
    ListUnstored = "list_unstored", "The browser cannot store the list: it stays while the page is open.";
    BackToResults = "back_to_results", "Button: from the list back to what was found.";
    Print = "print", "Button: print the list.";
    ClearList = "clear_list", "Button: take everything off the list.";
    ShowMore = "show_more", "Button that shows more results; plural, {n}.";
    Distance = "distance", "How far away: {km} kilometres.";
    InYourPlace = "in_your_place", "Instead of a distance: in the chosen municipality.";
    AreaMunicipality = "area_municipality", "Service area: people living in {place}.";
    AreaBelgium = "area_belgium", "Service area: all of Belgium.";
    AreaOnline = "area_online", "Service area: wherever one is, online.";
    AreaUnknown = "area_unknown", "Where it is or for which place is not known.";
    Several = "several", "A place when there are several; plural, {n}.";
    ForWhom = "for_whom", "Label in a card.";
    Cost = "cost", "Label in a card.";
    Level = "level", "Label in a card.";
    Format = "format", "Label in a card.";
    HelpedIn = "helped_in", "Label in a card: languages of service.";
    HowToGetIn = "how_to_get_in", "Label in a card.";
    GoodToKnow = "good_to_know", "Label in a card: remarks.";
    Address = "address", "Label in a card.";
    Addresses = "addresses", "Label in a card, several addresses.";
    Where = "where", "Label in a card: where and how far.";
    Contact = "contact", "Label in a card.";
    Subjects = "subjects", "Label in a card: concepts.";
    AlsoKnownAs = "also_known_as", "Label in a card: other names.";
    Founded = "founded", "In a card: the actor has existed since {year}.";
    Partners = "partners", "Label in a card: names of organisations it works with.";
    ForProfessionals = "for_professionals", "Mark: for organisations and people who work with newcomers, not for visitors themselves.";
    Call = "call", "Button: call; {number} is shown after it.";
    CallName = "call_name", "The same for screen readers: call {name}, {number}.";
    Mail = "mail", "Button: send an e-mail.";
    MailName = "mail_name", "The same for screen readers: {name}, {address}.";
    Website = "website", "Button: go to the website.";
    WebsiteName = "website_name", "The same for screen readers: website of {name}.";
    Withheld = "withheld", "No contact can be shown because it is a person's own; how else to get in.";
    NoContact = "no_contact", "The source gives no contact details.";
    Keep = "keep", "Button on a card that is pressed or not: keep it on the visitor's list.";
    KeepName = "keep_name", "The same for screen readers, beginning as `keep`: keep {name}.";
    Share = "share", "Button: send this to somebody else.";
    ShareName = "share_name", "The same for screen readers, beginning as `share`: share {name}.";
    Copied = "copied", "Where a browser cannot share: the text is copied, and what to do with it.";
    CopyByHand = "copy_by_hand", "Label of the text that a visitor has to copy, where the browser can do neither.";
    MapName = "map_name", "The same for screen readers, beginning as `map`: {address} on a map.";
    More = "more", "Opens all details of a card.";
    MoreName = "more_name", "The same for screen readers: more about {name}.";
    Ended = "ended", "Mark: this has ended.";
    EndedUntil = "ended_until", "Mark: this ran until {date}.";
    UntilActive = "until_active", "This runs until {date}.";
    Source = "source", "Label of where the facts come from.";
    AsPrinted = "as_printed", "As printed in {year}, not checked since: call first.";
    AsPrintedNoYear = "as_printed_no_year", "The same when the document shows no year.";
    Verified = "verified", "Checked on {date}.";
    ReportMistake = "report_mistake", "Link: something is wrong here.";
    Translated = "translated", "Mark on a translation: translated from Dutch.";
    DutchBeside = "dutch_beside", "Button that is pressed or not: show the Dutch text beside this language's.";
    NotTranslated = "not_translated", "This text is not available in this language yet and shown in Dutch.";
    Euro = "euro", "An amount: {amount} euro.";
    Foot = "foot", "Foot: {title}, data of {date}, by {publisher}.";
    About = "about", "Opens sources and licence.";
    Licence = "licence", "Before the licence's name.";
    Sources = "sources", "Heading of the list of documents.";
    FactsOnly = "facts_only", "Behind a document in the list of sources: on what terms it is used. In English the sentence of `data/sources.toml`.";
    CreditTexts = "credit_texts", "Whose the texts of this directory are; in English, as the next two, a sentence of `credits` in `data/directory.toml`.";
    CreditPlaces = "credit_places", "Where municipalities and postcodes come from.";
    CreditCentres = "credit_centres", "Where the centres of municipalities come from.";
    LoadFailed = "load_failed", "The directory could not be loaded; the list of the page is shown.";
    Months = "months", "Names of the twelve months, separated by spaces, as used inside a date.";
}

/// A message in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// One sentence.
    Plain(String),
    /// A sentence with a form for each plural category the language has.
    Plural(Vec<(Plural, String)>),
}

/// Messages per language, in the order of [`Key::ALL`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Messages {
    /// Language to its messages.
    pub langs: Map<String, Vec<Message>>,
}

impl Key {
    /// The name of a domain.
    #[must_use]
    pub const fn of_domain(domain: Domain) -> Self {
        match domain {
            Domain::Language => Key::DomainLanguage,
            Domain::Orientation => Key::DomainOrientation,
            Domain::Leisure => Key::DomainLeisure,
            Domain::Diaspora => Key::DomainDiaspora,
        }
    }

    /// Whether the message has a number and so a form per plural category.
    #[must_use]
    pub const fn is_plural(self) -> bool {
        matches!(
            self,
            Key::Suggestions
                | Key::UnknownCount
                | Key::ShowResults
                | Key::Count
                | Key::CountNear
                | Key::CountUnknown
                | Key::ShowMore
                | Key::Several
        )
    }

    /// The words in braces its note names, which a translation must keep.
    #[must_use]
    pub fn placeholders(self) -> Vec<&'static str> {
        let mut names: Vec<&str> =
            self.note().split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }
}

/// A plural category of CLDR.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Plural {
    /// `zero`.
    Zero,
    /// `one`.
    One,
    /// `two`.
    Two,
    /// `few`.
    Few,
    /// `many`.
    Many,
    /// `other`.
    Other,
}

impl Plural {
    /// The first of them.
    pub const FIRST: Plural = Plural::Zero;
    /// All categories.
    pub const ALL: [Plural; 6] = [Plural::Zero, Plural::One, Plural::Two, Plural::Few, Plural::Many, Plural::Other];

    /// Its name in CLDR and in message files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Plural::Zero => "zero",
            Plural::One => "one",
            Plural::Two => "two",
            Plural::Few => "few",
            Plural::Many => "many",
            Plural::Other => "other",
        }
    }

    /// The categories whole numbers of a language fall into (CLDR 47, cardinal). Languages we do not know get those of English.
    #[must_use]
    pub fn of_language(lang: &str) -> &'static [Plural] {
        match lang {
            "ar" => &Plural::ALL,
            "fr" => &[Plural::One, Plural::Many, Plural::Other],
            _ => &[Plural::One, Plural::Other],
        }
    }
}

/// The category of a whole number in a language (CLDR 47, cardinal rules).
#[must_use]
pub fn plural(lang: &str, n: u64) -> Plural {
    match lang {
        "ar" => match (n, n % 100) {
            (0, _) => Plural::Zero,
            (1, _) => Plural::One,
            (2, _) => Plural::Two,
            (_, 3..=10) => Plural::Few,
            (_, 11..=99) => Plural::Many,
            _ => Plural::Other,
        },
        "fr" => match n {
            0 | 1 => Plural::One,
            _ if n.is_multiple_of(1_000_000) => Plural::Many,
            _ => Plural::Other,
        },
        _ => match n {
            1 => Plural::One,
            _ => Plural::Other,
        },
    }
}

impl Messages {
    /// A message without a number, in Dutch where the language has none. A directory has all messages; their names are not in the program
    /// (1 kB of a page), so one that it lacks is empty.
    #[must_use]
    pub fn text(&self, lang: &str, key: Key) -> &str {
        match self.message(lang, key) {
            Some(Message::Plain(text)) => text,
            Some(Message::Plural(forms)) => forms.last().map_or("", |(_, text)| text),
            None => "",
        }
    }

    /// A message with a number: the form of its category, `{n}` filled in.
    #[must_use]
    pub fn count(&self, lang: &str, key: Key, n: usize) -> String {
        let category = plural(lang, n as u64);
        let text = match self.message(lang, key) {
            Some(Message::Plural(forms)) => {
                let form = forms.iter().find(|(c, _)| *c == category).or_else(|| forms.last());
                form.map_or("", |(_, text)| text)
            }
            _ => self.text(lang, key),
        };
        // Other holes stay for whoever fills them in.
        let mut filled = String::new();
        for (i, piece) in text.split('{').enumerate() {
            match piece.strip_prefix("n}").filter(|_| i > 0) {
                Some(behind) => {
                    filled.push_str(&n.to_string());
                    filled.push_str(behind);
                }
                None => {
                    filled.push_str(if i > 0 { "{" } else { "" });
                    filled.push_str(piece);
                }
            }
        }
        filled
    }

    fn message(&self, lang: &str, key: Key) -> Option<&Message> {
        let of = |lang: &str| self.langs.get(lang).and_then(|all| all.get(key as usize));
        of(lang).or_else(|| of(super::LEADING))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_categories_as_in_cldr() {
        let arabic =
            [(0, Plural::Zero), (1, Plural::One), (2, Plural::Two), (3, Plural::Few), (10, Plural::Few), (11, Plural::Many)];
        for (n, category) in
            arabic.into_iter().chain([(99, Plural::Many), (100, Plural::Other), (102, Plural::Other), (103, Plural::Few)])
        {
            assert_eq!(plural("ar", n), category, "{n}");
        }
        assert_eq!((plural("fr", 0), plural("fr", 1), plural("fr", 2)), (Plural::One, Plural::One, Plural::Other));
        assert_eq!((plural("nl", 0), plural("nl", 1), plural("en", 2)), (Plural::Other, Plural::One, Plural::Other));
    }

    #[test]
    fn placeholders_are_read_from_the_note() {
        assert_eq!(Key::CountNear.placeholders(), ["n", "place"]);
        assert!(Key::Results.placeholders().is_empty());
    }
}
