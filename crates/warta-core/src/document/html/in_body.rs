//! The "in body" insertion mode.

use super::builder::{Builder, Flow, name_hash};
use super::categories::{ENDS_ITEM, HEADING, SPECIAL};
use super::modes::Mode;
use super::tag::Tag;
use super::tokens::{End, Raw, Start, Token};
use super::tree::{Namespace, NodeId};

impl<'s> Builder<'s> {
    #[inline]
    pub(super) fn in_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => {
                self.reopen_formatting();
                if self.frameset_ok && !self.is_blank(words) {
                    self.frameset_ok = false;
                }
                self.text(words);
                Flow::Done
            }
            Token::Comment(words) => {
                self.comment(words);
                Flow::Done
            }
            Token::Doctype { .. } => Flow::Done,
            Token::Start(start) => self.start_in_body(start),
            Token::End(end) => self.end_in_body(end),
            Token::Eof if !self.template_modes.is_empty() => self.in_template(token),
            Token::Eof => Flow::Done,
        }
    }

    #[inline]
    fn start_in_body(&mut self, start: Start) -> Flow {
        match start.tag {
            Tag::ADDRESS
            | Tag::ARTICLE
            | Tag::ASIDE
            | Tag::BLOCKQUOTE
            | Tag::CENTER
            | Tag::DETAILS
            | Tag::DIALOG
            | Tag::DIR
            | Tag::DIV
            | Tag::DL
            | Tag::FIELDSET
            | Tag::FIGCAPTION
            | Tag::FIGURE
            | Tag::FOOTER
            | Tag::HEADER
            | Tag::HGROUP
            | Tag::MAIN
            | Tag::MENU
            | Tag::NAV
            | Tag::OL
            | Tag::P
            | Tag::SEARCH
            | Tag::SECTION
            | Tag::SUMMARY
            | Tag::UL => {
                self.close_p_in_button_scope();
                self.insert(&start);
            }
            Tag::A => {
                if let Some(node) = self.formatting.last_of(Tag::A) {
                    self.adopt(Tag::A);
                    self.formatting.remove(node);
                    if let Some(at) = self.position(node) {
                        self.remove_at(at);
                    }
                }
                self.reopen_formatting();
                self.insert_formatting(&start);
            }
            Tag::B
            | Tag::BIG
            | Tag::CODE
            | Tag::EM
            | Tag::FONT
            | Tag::I
            | Tag::S
            | Tag::SMALL
            | Tag::STRIKE
            | Tag::STRONG
            | Tag::TT
            | Tag::U => {
                self.reopen_formatting();
                self.insert_formatting(&start);
            }
            Tag::LI => {
                self.close_item(|tag| tag == Tag::LI);
                self.insert(&start);
            }
            Tag::DD | Tag::DT => {
                self.close_item(|tag| tag == Tag::DD || tag == Tag::DT);
                self.insert(&start);
            }
            Tag::AREA | Tag::BR | Tag::EMBED | Tag::IMG | Tag::KEYGEN | Tag::WBR => {
                self.reopen_formatting();
                self.insert_void(&start);
                self.frameset_ok = false;
            }
            Tag::IMAGE => {
                return self.start_in_body(Start { tag: Tag::IMG, ..start });
            }
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                self.close_p_in_button_scope();
                if self.current_has(HEADING) {
                    self.pop();
                }
                self.insert(&start);
            }
            Tag::BASE
            | Tag::BASEFONT
            | Tag::BGSOUND
            | Tag::LINK
            | Tag::META
            | Tag::NOFRAMES
            | Tag::SCRIPT
            | Tag::STYLE
            | Tag::TEMPLATE
            | Tag::TITLE => return self.in_head(Token::Start(start)),
            Tag::HTML => {
                if !self.is_open(Tag::TEMPLATE) {
                    let root = self.stack[0].node;
                    self.add_attributes(root, &start);
                }
            }
            Tag::BODY => {
                if let Some(body) = self.body()
                    && !self.is_open(Tag::TEMPLATE)
                {
                    self.frameset_ok = false;
                    self.add_attributes(body, &start);
                }
            }
            Tag::FRAMESET => {
                if let Some(body) = self.body()
                    && self.frameset_ok
                {
                    self.tree.detach(body);
                    self.pop_to(1);
                    self.insert(&start);
                    self.mode = Mode::InFrameset;
                }
            }
            Tag::PRE | Tag::LISTING => {
                self.close_p_in_button_scope();
                self.insert(&start);
                self.ignore_newline = true;
                self.frameset_ok = false;
            }
            Tag::FORM => {
                let in_template = self.is_open(Tag::TEMPLATE);
                if self.form.is_none() || in_template {
                    self.close_p_in_button_scope();
                    let form = self.insert(&start);
                    if !in_template {
                        self.form = Some(form);
                    }
                }
            }
            Tag::PLAINTEXT => {
                self.close_p_in_button_scope();
                self.insert(&start);
                let words = self.tokens.rest(&mut self.tree);
                if !words.is_empty() {
                    return Flow::AgainWith(Token::Text(words));
                }
            }
            Tag::BUTTON => {
                if self.in_scope(Tag::BUTTON) {
                    self.close_implied(Tag::NONE);
                    self.pop_until(Tag::BUTTON);
                }
                self.reopen_formatting();
                self.insert(&start);
                self.frameset_ok = false;
            }
            Tag::NOBR => {
                self.reopen_formatting();
                if self.in_scope(Tag::NOBR) {
                    self.adopt(Tag::NOBR);
                    self.reopen_formatting();
                }
                self.insert_formatting(&start);
            }
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                self.reopen_formatting();
                self.insert(&start);
                self.formatting.mark();
                self.frameset_ok = false;
            }
            Tag::TABLE => {
                if !self.quirks {
                    self.close_p_in_button_scope();
                }
                self.insert(&start);
                self.frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Tag::INPUT => {
                if self.in_scope(Tag::SELECT) {
                    self.pop_until(Tag::SELECT);
                }
                self.reopen_formatting();
                self.insert_void(&start);
                if self.frameset_ok && !self.is_hidden(&start) {
                    self.frameset_ok = false;
                }
            }
            Tag::PARAM | Tag::SOURCE | Tag::TRACK => {
                self.insert_void(&start);
            }
            Tag::HR => {
                self.close_p_in_button_scope();
                if self.in_scope(Tag::SELECT) {
                    self.close_implied(Tag::NONE);
                }
                self.insert_void(&start);
                self.frameset_ok = false;
            }
            Tag::TEXTAREA => {
                self.frameset_ok = false;
                self.insert_raw(&start, Raw::Rcdata);
            }
            Tag::XMP => {
                self.close_p_in_button_scope();
                self.reopen_formatting();
                self.frameset_ok = false;
                self.insert_raw(&start, Raw::Rawtext);
            }
            Tag::IFRAME => {
                self.frameset_ok = false;
                self.insert_raw(&start, Raw::Rawtext);
            }
            Tag::NOEMBED => self.insert_raw(&start, Raw::Rawtext),
            Tag::SELECT => {
                if self.in_scope(Tag::SELECT) {
                    self.pop_until(Tag::SELECT);
                } else {
                    self.reopen_formatting();
                    self.insert(&start);
                    self.frameset_ok = false;
                }
            }
            Tag::OPTION | Tag::OPTGROUP => {
                if self.in_scope(Tag::SELECT) {
                    let except = if start.tag == Tag::OPTION { Tag::OPTGROUP } else { Tag::NONE };
                    self.close_implied(except);
                } else if self.current_is(Tag::OPTION) {
                    self.pop();
                }
                self.reopen_formatting();
                self.insert(&start);
            }
            Tag::RB | Tag::RTC => {
                if self.in_scope(Tag::RUBY) {
                    self.close_implied(Tag::NONE);
                }
                self.insert(&start);
            }
            Tag::RP | Tag::RT => {
                if self.in_scope(Tag::RUBY) {
                    self.close_implied(Tag::RTC);
                }
                self.insert(&start);
            }
            Tag::MATH => {
                self.reopen_formatting();
                self.insert_foreign(start, Namespace::MathMl);
            }
            Tag::SVG => {
                self.reopen_formatting();
                self.insert_foreign(start, Namespace::Svg);
            }
            Tag::CAPTION
            | Tag::COL
            | Tag::COLGROUP
            | Tag::FRAME
            | Tag::HEAD
            | Tag::TBODY
            | Tag::TD
            | Tag::TFOOT
            | Tag::TH
            | Tag::THEAD
            | Tag::TR => {}
            _ => {
                self.reopen_formatting();
                self.insert(&start);
            }
        }
        Flow::Done
    }

    /// The body element, where it is the second on the stack.
    fn body(&self) -> Option<NodeId> {
        self.stack.get(1).filter(|open| open.is(Tag::BODY)).map(|open| open.node)
    }

    /// Closes the list item that another one ends.
    fn close_item(&mut self, is_item: impl Fn(Tag) -> bool) {
        self.frameset_ok = false;
        let found = self
            .stack
            .iter()
            .rev()
            .find(|open| (open.namespace == Namespace::Html && is_item(open.tag)) || open.has(ENDS_ITEM));
        if let Some(&open) = found
            && open.namespace == Namespace::Html
            && is_item(open.tag)
        {
            self.close_implied(open.tag);
            self.pop_until(open.tag);
        }
        self.close_p_in_button_scope();
    }

    #[inline]
    fn end_in_body(&mut self, end: End) -> Flow {
        if self.is_end_of_lost(end.tag) {
            return Flow::Done;
        }
        match end.tag {
            Tag::ADDRESS
            | Tag::ARTICLE
            | Tag::ASIDE
            | Tag::BLOCKQUOTE
            | Tag::BUTTON
            | Tag::CENTER
            | Tag::DETAILS
            | Tag::DIALOG
            | Tag::DIR
            | Tag::DIV
            | Tag::DL
            | Tag::FIELDSET
            | Tag::FIGCAPTION
            | Tag::FIGURE
            | Tag::FOOTER
            | Tag::HEADER
            | Tag::HGROUP
            | Tag::LISTING
            | Tag::MAIN
            | Tag::MENU
            | Tag::NAV
            | Tag::OL
            | Tag::PRE
            | Tag::SEARCH
            | Tag::SECTION
            | Tag::SELECT
            | Tag::SUMMARY
            | Tag::UL => {
                if self.in_scope(end.tag) {
                    self.close_implied(Tag::NONE);
                    self.pop_until(end.tag);
                }
            }
            Tag::A
            | Tag::B
            | Tag::BIG
            | Tag::CODE
            | Tag::EM
            | Tag::FONT
            | Tag::I
            | Tag::NOBR
            | Tag::S
            | Tag::SMALL
            | Tag::STRIKE
            | Tag::STRONG
            | Tag::TT
            | Tag::U => {
                if !self.adopt(end.tag) {
                    self.end_any(end);
                }
            }
            Tag::P => {
                if !self.in_button_scope(Tag::P) {
                    self.insert_implied(Tag::P);
                }
                self.close_p();
            }
            Tag::LI => {
                if self.in_list_scope(Tag::LI) {
                    self.close_implied(Tag::LI);
                    self.pop_until(Tag::LI);
                }
            }
            Tag::DD | Tag::DT => {
                if self.in_scope(end.tag) {
                    self.close_implied(end.tag);
                    self.pop_until(end.tag);
                }
            }
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                if self.any_in_scope(HEADING) {
                    self.close_implied(Tag::NONE);
                    self.pop_until_any(HEADING);
                }
            }
            Tag::BODY => {
                if self.in_scope(Tag::BODY) {
                    self.mode = Mode::AfterBody;
                }
            }
            Tag::HTML => {
                if self.in_scope(Tag::BODY) {
                    return self.again(Mode::AfterBody);
                }
            }
            Tag::FORM => self.end_form(),
            Tag::APPLET | Tag::MARQUEE | Tag::OBJECT => {
                if self.in_scope(end.tag) {
                    self.close_implied(Tag::NONE);
                    self.pop_until(end.tag);
                    self.formatting.clear_to_mark();
                }
            }
            Tag::BR => return self.start_in_body(Start::bare(Tag::BR)),
            Tag::TEMPLATE => return self.in_head(Token::End(end)),
            _ => self.end_any(end),
        }
        Flow::Done
    }

    fn end_form(&mut self) {
        if self.is_open(Tag::TEMPLATE) {
            if self.in_scope(Tag::FORM) {
                self.close_implied(Tag::NONE);
                self.pop_until(Tag::FORM);
            }
            return;
        }
        let Some(form) = self.form.take() else { return };
        if !self.node_in_scope(form) {
            return;
        }
        self.close_implied(Tag::NONE);
        if let Some(at) = self.position(form) {
            self.remove_at(at);
        }
    }

    /// "Any other end tag".
    pub(super) fn end_any(&mut self, end: End) {
        if !self.is_open(end.tag) {
            return;
        }
        let mut found = None;
        let hash = if end.tag == Tag::OTHER { name_hash(self.tree.words(end.name)) } else { 0 };
        for (at, open) in self.stack.iter().enumerate().rev() {
            let same = open.is(end.tag) && open.name_hash == hash;
            if same && (end.tag != Tag::OTHER || self.is_named(open.node, &end)) {
                found = Some(at);
                break;
            }
            if open.has(SPECIAL) {
                return;
            }
        }
        if let Some(at) = found {
            self.pop_to(at);
        }
    }

    fn is_named(&self, node: NodeId, end: &End) -> bool {
        self.tree.words(self.tree.nodes[node.index()].words) == self.tree.words(end.name)
    }
}
