//! The insertion modes of tables.

use super::attr::Attr;
use super::builder::{Builder, Flow};
use super::categories::{FOSTERS, TABLE};
use super::modes::Mode;
use super::tag::Tag;
use super::tokens::{Start, Token};
use super::tree::Namespace;

impl<'s> Builder<'s> {
    fn in_fosters_body(&mut self, token: Token) -> Flow {
        self.fostering = true;
        let flow = self.in_body(token);
        self.fostering = false;
        flow
    }

    pub(super) fn in_table(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) if self.current_has(FOSTERS) || self.current_is(Tag::TEMPLATE) => {
                match self.is_blank(words) {
                    true => {
                        self.text(words);
                        Flow::Done
                    }
                    false => self.in_fosters_body(token),
                }
            }
            Token::Text(_) => self.in_fosters_body(token),
            Token::Comment(words) => {
                self.comment(words);
                Flow::Done
            }
            Token::Doctype { .. } => Flow::Done,
            Token::Start(start) => match start.tag {
                Tag::CAPTION => {
                    self.clear_to_table();
                    self.formatting.mark();
                    self.insert(&start);
                    self.mode = Mode::InCaption;
                    Flow::Done
                }
                Tag::COLGROUP => {
                    self.clear_to_table();
                    self.insert(&start);
                    self.mode = Mode::InColumnGroup;
                    Flow::Done
                }
                Tag::COL => {
                    self.clear_to_table();
                    self.insert_implied(Tag::COLGROUP);
                    self.again(Mode::InColumnGroup)
                }
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    self.clear_to_table();
                    self.insert(&start);
                    self.mode = Mode::InTableBody;
                    Flow::Done
                }
                Tag::TD | Tag::TH | Tag::TR => {
                    self.clear_to_table();
                    self.insert_implied(Tag::TBODY);
                    self.again(Mode::InTableBody)
                }
                Tag::TABLE => {
                    if !self.in_table_scope(Tag::TABLE) {
                        return Flow::Done;
                    }
                    self.pop_until(Tag::TABLE);
                    self.mode = self.mode_of_stack();
                    Flow::Again
                }
                Tag::STYLE | Tag::SCRIPT | Tag::TEMPLATE => self.in_head(token),
                Tag::INPUT if self.is_hidden(&start) => {
                    self.insert_void(&start);
                    Flow::Done
                }
                Tag::FORM => {
                    if !self.is_open(Tag::TEMPLATE) && self.form.is_none() {
                        self.form = Some(self.insert_void(&start));
                    }
                    Flow::Done
                }
                _ => self.in_fosters_body(token),
            },
            Token::End(end) => match end.tag {
                Tag::TABLE => {
                    if self.in_table_scope(Tag::TABLE) {
                        self.pop_until(Tag::TABLE);
                        self.mode = self.mode_of_stack();
                    }
                    Flow::Done
                }
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TBODY
                | Tag::TD
                | Tag::TFOOT
                | Tag::TH
                | Tag::THEAD
                | Tag::TR => Flow::Done,
                Tag::TEMPLATE => self.in_head(token),
                _ => self.in_fosters_body(token),
            },
            Token::Eof => self.in_body(token),
        }
    }

    fn clear_to_table(&mut self) {
        self.clear_back(|open| open.has(TABLE));
    }

    pub(super) fn is_hidden(&self, start: &Start) -> bool {
        let from = start.attrs as usize;
        self.tree.attributes[from..from + start.attr_count as usize]
            .iter()
            .any(|a| a.known == Attr::TYPE && self.tree.words(a.value).eq_ignore_ascii_case("hidden"))
    }

    pub(super) fn in_caption(&mut self, token: Token) -> Flow {
        let closes = match token {
            Token::Start(start) => matches!(
                start.tag,
                Tag::CAPTION
                    | Tag::COL
                    | Tag::COLGROUP
                    | Tag::TBODY
                    | Tag::TD
                    | Tag::TFOOT
                    | Tag::TH
                    | Tag::THEAD
                    | Tag::TR
            ),
            Token::End(end) => match end.tag {
                Tag::CAPTION | Tag::TABLE => true,
                Tag::BODY
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TBODY
                | Tag::TD
                | Tag::TFOOT
                | Tag::TH
                | Tag::THEAD
                | Tag::TR => return Flow::Done,
                _ => false,
            },
            _ => false,
        };
        if !closes {
            return self.in_body(token);
        }
        if !self.in_table_scope(Tag::CAPTION) {
            return Flow::Done;
        }
        self.close_implied(Tag::NONE);
        self.pop_until(Tag::CAPTION);
        self.formatting.clear_to_mark();
        self.mode = Mode::InTable;
        match token {
            Token::End(end) if end.tag == Tag::CAPTION => Flow::Done,
            _ => Flow::Again,
        }
    }

    pub(super) fn in_column_group(&mut self, token: Token) -> Flow {
        let mut again = Flow::Again;
        match token {
            Token::Text(words) => {
                if !self.current_is(Tag::COLGROUP) {
                    self.blanks_only(words);
                    return Flow::Done;
                }
                let (blank, rest) = self.split_blank(words);
                self.text(blank);
                if rest.is_empty() {
                    return Flow::Done;
                }
                again = Flow::AgainWith(Token::Text(rest));
            }
            Token::Comment(words) => {
                self.comment(words);
                return Flow::Done;
            }
            Token::Doctype { .. } => return Flow::Done,
            Token::Start(start) => match start.tag {
                Tag::HTML => return self.in_body(token),
                Tag::COL => {
                    self.insert_void(&start);
                    return Flow::Done;
                }
                Tag::TEMPLATE => return self.in_head(token),
                _ => {}
            },
            Token::End(end) => match end.tag {
                Tag::COLGROUP => {
                    if self.current_is(Tag::COLGROUP) {
                        self.pop();
                        self.mode = Mode::InTable;
                    }
                    return Flow::Done;
                }
                Tag::COL => return Flow::Done,
                Tag::TEMPLATE => return self.in_head(token),
                _ => {}
            },
            Token::Eof => return self.in_body(token),
        }
        if !self.current_is(Tag::COLGROUP) {
            return Flow::Done;
        }
        self.pop();
        self.mode = Mode::InTable;
        again
    }

    fn clear_to_body(&mut self) {
        let stops = |tag| matches!(tag, Tag::TBODY | Tag::TFOOT | Tag::THEAD | Tag::TEMPLATE | Tag::HTML);
        self.clear_back(|open| open.namespace == Namespace::Html && stops(open.tag));
    }

    pub(super) fn in_table_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Start(start) => match start.tag {
                Tag::TR => {
                    self.clear_to_body();
                    self.insert(&start);
                    self.mode = Mode::InRow;
                    Flow::Done
                }
                Tag::TH | Tag::TD => {
                    self.clear_to_body();
                    self.insert_implied(Tag::TR);
                    self.again(Mode::InRow)
                }
                Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    self.end_table_body()
                }
                _ => self.in_table(token),
            },
            Token::End(end) => match end.tag {
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    if self.in_table_scope(end.tag) {
                        self.clear_to_body();
                        self.pop();
                        self.mode = Mode::InTable;
                    }
                    Flow::Done
                }
                Tag::TABLE => self.end_table_body(),
                Tag::BODY
                | Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::HTML
                | Tag::TD
                | Tag::TH
                | Tag::TR => Flow::Done,
                _ => self.in_table(token),
            },
            _ => self.in_table(token),
        }
    }

    fn end_table_body(&mut self) -> Flow {
        if ![Tag::TBODY, Tag::THEAD, Tag::TFOOT].iter().any(|&tag| self.in_table_scope(tag)) {
            return Flow::Done;
        }
        self.clear_to_body();
        self.pop();
        self.again(Mode::InTable)
    }

    /// Closes the row; false where none is in table scope.
    fn end_row(&mut self) -> bool {
        if !self.in_table_scope(Tag::TR) {
            return false;
        }
        self.clear_back(|open| open.is(Tag::TR) || open.is(Tag::TEMPLATE) || open.is(Tag::HTML));
        self.pop();
        self.mode = Mode::InTableBody;
        true
    }

    pub(super) fn in_row(&mut self, token: Token) -> Flow {
        let ends = match token {
            Token::Start(start) => match start.tag {
                Tag::TH | Tag::TD => {
                    let stops = |tag| matches!(tag, Tag::TR | Tag::TEMPLATE | Tag::HTML);
                    self.clear_back(|open| open.namespace == Namespace::Html && stops(open.tag));
                    self.insert(&start);
                    self.mode = Mode::InCell;
                    self.formatting.mark();
                    return Flow::Done;
                }
                Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD | Tag::TR => {
                    true
                }
                _ => false,
            },
            Token::End(end) => match end.tag {
                Tag::TR => {
                    self.end_row();
                    return Flow::Done;
                }
                Tag::TABLE => true,
                Tag::TBODY | Tag::TFOOT | Tag::THEAD => {
                    if !self.in_table_scope(end.tag) {
                        return Flow::Done;
                    }
                    true
                }
                Tag::BODY | Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::HTML | Tag::TD | Tag::TH => {
                    return Flow::Done;
                }
                _ => false,
            },
            _ => false,
        };
        match ends {
            false => self.in_table(token),
            true if self.end_row() => Flow::Again,
            true => Flow::Done,
        }
    }

    pub(super) fn in_cell(&mut self, token: Token) -> Flow {
        match token {
            Token::Start(start) => match start.tag {
                Tag::CAPTION
                | Tag::COL
                | Tag::COLGROUP
                | Tag::TBODY
                | Tag::TD
                | Tag::TFOOT
                | Tag::TH
                | Tag::THEAD
                | Tag::TR => {
                    if !self.in_table_scope(Tag::TD) && !self.in_table_scope(Tag::TH) {
                        return Flow::Done;
                    }
                    self.close_cell();
                    Flow::Again
                }
                _ => self.in_body(token),
            },
            Token::End(end) => match end.tag {
                Tag::TD | Tag::TH => {
                    if self.in_table_scope(end.tag) {
                        self.close_implied(Tag::NONE);
                        self.pop_until(end.tag);
                        self.formatting.clear_to_mark();
                        self.mode = Mode::InRow;
                    }
                    Flow::Done
                }
                Tag::BODY | Tag::CAPTION | Tag::COL | Tag::COLGROUP | Tag::HTML => Flow::Done,
                Tag::TABLE | Tag::TBODY | Tag::TFOOT | Tag::THEAD | Tag::TR => {
                    if !self.in_table_scope(end.tag) {
                        return Flow::Done;
                    }
                    self.close_cell();
                    Flow::Again
                }
                _ => self.in_body(token),
            },
            _ => self.in_body(token),
        }
    }

    fn close_cell(&mut self) {
        self.close_implied(Tag::NONE);
        while let Some(top) = self.pop() {
            if top.is(Tag::TD) || top.is(Tag::TH) {
                break;
            }
        }
        self.formatting.clear_to_mark();
        self.mode = Mode::InRow;
    }
}
