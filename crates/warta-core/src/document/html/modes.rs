//! The insertion modes of the HTML standard, but for "in body" and those of tables, which have files of
//! their own.
//!
//! Rules stand in the standard's order and read like it; parse errors are not reported. Select
//! elements follow the standard as of 2025, which has no modes for them any more.

use super::builder::{Builder, Flow};
use super::categories::SETS_MODE;
use super::tag::Tag;
use super::tokens::{Raw, Start, Token};
use super::tree::{Kind, Namespace, Node, NodeId, TextRef};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

impl<'s> Builder<'s> {
    #[inline]
    pub(super) fn by_mode(&mut self, token: Token) -> Flow {
        match self.mode {
            Mode::InBody => self.in_body(token),
            Mode::InTable => self.in_table(token),
            Mode::InTableBody => self.in_table_body(token),
            Mode::InRow => self.in_row(token),
            Mode::InCell => self.in_cell(token),
            Mode::InHead => self.in_head(token),
            _ => self.by_rare_mode(token),
        }
    }

    fn by_rare_mode(&mut self, token: Token) -> Flow {
        match self.mode {
            Mode::Initial => self.initial(token),
            Mode::BeforeHtml => self.before_html(token),
            Mode::BeforeHead => self.before_head(token),
            Mode::InHeadNoscript => self.in_head_noscript(token),
            Mode::AfterHead => self.after_head(token),
            Mode::InCaption => self.in_caption(token),
            Mode::InColumnGroup => self.in_column_group(token),
            Mode::InTemplate => self.in_template(token),
            Mode::AfterBody => self.after_body(token),
            Mode::InFrameset => self.in_frameset(token),
            Mode::AfterFrameset => self.after_frameset(token),
            Mode::AfterAfterBody => self.after_after_body(token),
            Mode::AfterAfterFrameset => self.after_after_frameset(token),
            _ => self.in_body(token),
        }
    }

    /// Sets the mode and takes the token again.
    pub(super) fn again(&mut self, mode: Mode) -> Flow {
        self.mode = mode;
        Flow::Again
    }

    fn initial(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => match self.split_blank(words) {
                (_, rest) if rest.is_empty() => Flow::Done,
                (_, rest) => {
                    self.quirks = true;
                    self.mode = Mode::BeforeHtml;
                    Flow::AgainWith(Token::Text(rest))
                }
            },
            Token::Comment(words) => {
                self.comment_in(words, NodeId(0));
                Flow::Done
            }
            Token::Doctype { words, quirks } => {
                let node = self.tree.add(Node::new(Kind::Doctype, Tag::NONE, words));
                self.tree.append(NodeId(0), node);
                self.quirks = quirks;
                self.mode = Mode::BeforeHtml;
                Flow::Done
            }
            _ => {
                self.quirks = true;
                self.again(Mode::BeforeHtml)
            }
        }
    }

    fn before_html(&mut self, token: Token) -> Flow {
        match token {
            Token::Doctype { .. } => return Flow::Done,
            Token::Comment(words) => {
                self.comment_in(words, NodeId(0));
                return Flow::Done;
            }
            Token::Text(words) => {
                let (_, rest) = self.split_blank(words);
                if rest.is_empty() {
                    return Flow::Done;
                }
                self.open_root(&Start::bare(Tag::HTML));
                return Flow::AgainWith(Token::Text(rest));
            }
            Token::Start(start) if start.tag == Tag::HTML => {
                self.open_root(&start);
                return Flow::Done;
            }
            Token::End(end) if !matches!(end.tag, Tag::HEAD | Tag::BODY | Tag::HTML | Tag::BR) => {
                return Flow::Done;
            }
            _ => {}
        }
        self.open_root(&Start::bare(Tag::HTML));
        Flow::Again
    }

    fn open_root(&mut self, start: &Start) {
        let node = self.element(start, Namespace::Html);
        self.tree.append(NodeId(0), node);
        self.push(node, Tag::HTML, Namespace::Html);
        self.mode = Mode::BeforeHead;
    }

    fn before_head(&mut self, token: Token) -> Flow {
        let mut again = Flow::Again;
        match token {
            Token::Text(words) => {
                let (_, rest) = self.split_blank(words);
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
            Token::Start(start) if start.tag == Tag::HTML => return self.in_body(token),
            Token::Start(start) if start.tag == Tag::HEAD => {
                self.head = Some(self.insert(&start));
                self.mode = Mode::InHead;
                return Flow::Done;
            }
            Token::End(end) if !matches!(end.tag, Tag::HEAD | Tag::BODY | Tag::HTML | Tag::BR) => {
                return Flow::Done;
            }
            _ => {}
        }
        self.head = Some(self.insert_implied(Tag::HEAD));
        self.mode = Mode::InHead;
        again
    }

    pub(super) fn in_head(&mut self, token: Token) -> Flow {
        let mut again = Flow::Again;
        match token {
            Token::Text(words) => {
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
                Tag::BASE | Tag::BASEFONT | Tag::BGSOUND | Tag::LINK | Tag::META => {
                    self.insert_void(&start);
                    return Flow::Done;
                }
                Tag::TITLE => {
                    self.insert_raw(&start, Raw::Rcdata);
                    return Flow::Done;
                }
                Tag::NOFRAMES | Tag::STYLE => {
                    self.insert_raw(&start, Raw::Rawtext);
                    return Flow::Done;
                }
                Tag::SCRIPT => {
                    self.insert_raw(&start, Raw::Script);
                    return Flow::Done;
                }
                Tag::NOSCRIPT => {
                    self.insert(&start);
                    self.mode = Mode::InHeadNoscript;
                    return Flow::Done;
                }
                Tag::TEMPLATE => {
                    self.insert(&start);
                    self.formatting.mark();
                    self.frameset_ok = false;
                    self.mode = Mode::InTemplate;
                    self.template_modes.push(Mode::InTemplate);
                    return Flow::Done;
                }
                Tag::HEAD => return Flow::Done,
                _ => {}
            },
            Token::End(end) => match end.tag {
                Tag::HEAD => {
                    self.pop();
                    self.mode = Mode::AfterHead;
                    return Flow::Done;
                }
                Tag::TEMPLATE => {
                    self.end_template();
                    return Flow::Done;
                }
                Tag::BODY | Tag::HTML | Tag::BR => {}
                _ => return Flow::Done,
            },
            Token::Eof => {}
        }
        self.pop();
        self.mode = Mode::AfterHead;
        again
    }

    fn end_template(&mut self) {
        if self.is_open(Tag::TEMPLATE) {
            self.close_implied_thoroughly();
            self.pop_until(Tag::TEMPLATE);
            self.formatting.clear_to_mark();
            self.template_modes.pop();
            self.mode = self.mode_of_stack();
        }
    }

    fn in_head_noscript(&mut self, token: Token) -> Flow {
        let mut again = Flow::Again;
        match token {
            Token::Doctype { .. } => return Flow::Done,
            Token::Start(start) => match start.tag {
                Tag::HTML => return self.in_body(token),
                Tag::BASEFONT | Tag::BGSOUND | Tag::LINK | Tag::META | Tag::NOFRAMES | Tag::STYLE => {
                    return self.in_head(token);
                }
                Tag::HEAD | Tag::NOSCRIPT => return Flow::Done,
                _ => {}
            },
            Token::End(end) => match end.tag {
                Tag::NOSCRIPT => {
                    self.pop();
                    self.mode = Mode::InHead;
                    return Flow::Done;
                }
                Tag::BR => {}
                _ => return Flow::Done,
            },
            Token::Text(words) => {
                let (blank, rest) = self.split_blank(words);
                self.text(blank);
                if rest.is_empty() {
                    return Flow::Done;
                }
                again = Flow::AgainWith(Token::Text(rest));
            }
            Token::Comment(_) => return self.in_head(token),
            Token::Eof => {}
        }
        self.pop();
        self.mode = Mode::InHead;
        again
    }

    fn after_head(&mut self, token: Token) -> Flow {
        let mut again = Flow::Again;
        match token {
            Token::Text(words) => {
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
                Tag::BODY => {
                    self.insert(&start);
                    self.frameset_ok = false;
                    self.mode = Mode::InBody;
                    return Flow::Done;
                }
                Tag::FRAMESET => {
                    self.insert(&start);
                    self.mode = Mode::InFrameset;
                    return Flow::Done;
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
                | Tag::TITLE => {
                    if let Some(head) = self.head {
                        self.push(head, Tag::HEAD, Namespace::Html);
                        self.in_head(token);
                        if let Some(at) = self.position(head) {
                            self.remove_at(at);
                        }
                    }
                    return Flow::Done;
                }
                Tag::HEAD => return Flow::Done,
                _ => {}
            },
            Token::End(end) => match end.tag {
                Tag::TEMPLATE => return self.in_head(token),
                Tag::BODY | Tag::HTML | Tag::BR => {}
                _ => return Flow::Done,
            },
            Token::Eof => {}
        }
        self.insert_implied(Tag::BODY);
        self.mode = Mode::InBody;
        again
    }

    pub(super) fn in_template(&mut self, token: Token) -> Flow {
        let mode = match token {
            Token::Text(_) | Token::Comment(_) | Token::Doctype { .. } => {
                return self.in_body(token);
            }
            Token::Start(start) => match start.tag {
                Tag::BASE
                | Tag::BASEFONT
                | Tag::BGSOUND
                | Tag::LINK
                | Tag::META
                | Tag::NOFRAMES
                | Tag::SCRIPT
                | Tag::STYLE
                | Tag::TEMPLATE
                | Tag::TITLE => return self.in_head(token),
                Tag::CAPTION | Tag::COLGROUP | Tag::TBODY | Tag::TFOOT | Tag::THEAD => Mode::InTable,
                Tag::COL => Mode::InColumnGroup,
                Tag::TR => Mode::InTableBody,
                Tag::TD | Tag::TH => Mode::InRow,
                _ => Mode::InBody,
            },
            Token::End(end) if end.tag == Tag::TEMPLATE => return self.in_head(token),
            Token::End(_) => return Flow::Done,
            Token::Eof => {
                if !self.is_open(Tag::TEMPLATE) {
                    return Flow::Done;
                }
                self.pop_until(Tag::TEMPLATE);
                self.formatting.clear_to_mark();
                self.template_modes.pop();
                self.mode = self.mode_of_stack();
                return Flow::Again;
            }
        };
        self.template_modes.pop();
        self.template_modes.push(mode);
        self.again(mode)
    }

    fn after_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => self.blank_then_body(words),
            Token::Comment(words) => {
                let root = self.stack[0].node;
                self.comment_in(words, root);
                Flow::Done
            }
            Token::Doctype { .. } | Token::Eof => Flow::Done,
            Token::Start(start) if start.tag == Tag::HTML => self.in_body(token),
            Token::End(end) if end.tag == Tag::HTML => {
                self.mode = Mode::AfterAfterBody;
                Flow::Done
            }
            _ => self.again(Mode::InBody),
        }
    }

    /// White space by the rules of the body, which stays closed; other text opens it again.
    fn blank_then_body(&mut self, words: TextRef) -> Flow {
        let (blank, rest) = self.split_blank(words);
        if !blank.is_empty() {
            self.in_body(Token::Text(blank));
        }
        if rest.is_empty() {
            return Flow::Done;
        }
        self.mode = Mode::InBody;
        Flow::AgainWith(Token::Text(rest))
    }

    /// Inserts the white space of a text and leaves out the rest.
    pub(super) fn blanks_only(&mut self, words: TextRef) {
        let blank: String = self.tree.words(words).chars().filter(char::is_ascii_whitespace).collect();
        let kept = self.tree.keep(&blank);
        self.text(kept);
    }

    fn in_frameset(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => self.blanks_only(words),
            Token::Comment(words) => self.comment(words),
            Token::Start(start) => match start.tag {
                Tag::HTML => return self.in_body(token),
                Tag::FRAMESET => {
                    self.insert(&start);
                }
                Tag::FRAME => {
                    self.insert_void(&start);
                }
                Tag::NOFRAMES => return self.in_head(token),
                _ => {}
            },
            Token::End(end) if end.tag == Tag::FRAMESET => {
                self.pop();
                if !self.current_is(Tag::FRAMESET) {
                    self.mode = Mode::AfterFrameset;
                }
            }
            _ => {}
        }
        Flow::Done
    }

    fn after_frameset(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => self.blanks_only(words),
            Token::Comment(words) => self.comment(words),
            Token::Start(start) if start.tag == Tag::HTML => return self.in_body(token),
            Token::Start(start) if start.tag == Tag::NOFRAMES => return self.in_head(token),
            Token::End(end) if end.tag == Tag::HTML => self.mode = Mode::AfterAfterFrameset,
            _ => {}
        }
        Flow::Done
    }

    fn after_after_body(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => self.blank_then_body(words),
            Token::Comment(words) => {
                self.comment_in(words, NodeId(0));
                Flow::Done
            }
            Token::Doctype { .. } | Token::Eof => Flow::Done,
            Token::Start(start) if start.tag == Tag::HTML => self.in_body(token),
            _ => self.again(Mode::InBody),
        }
    }

    fn after_after_frameset(&mut self, token: Token) -> Flow {
        match token {
            Token::Text(words) => self.blanks_only(words),
            Token::Comment(words) => self.comment_in(words, NodeId(0)),
            Token::Start(start) if start.tag == Tag::HTML => return self.in_body(token),
            Token::Start(start) if start.tag == Tag::NOFRAMES => return self.in_head(token),
            _ => {}
        }
        Flow::Done
    }

    /// "Reset the insertion mode appropriately".
    pub(super) fn mode_of_stack(&self) -> Mode {
        let found = self.stack.iter().rev().find(|open| {
            open.has(SETS_MODE) && !(open.tag == Tag::TEMPLATE && self.template_modes.is_empty())
        });
        match found.map_or(Tag::NONE, |open| open.tag) {
            Tag::TD | Tag::TH => Mode::InCell,
            Tag::TR => Mode::InRow,
            Tag::TBODY | Tag::THEAD | Tag::TFOOT => Mode::InTableBody,
            Tag::CAPTION => Mode::InCaption,
            Tag::COLGROUP => Mode::InColumnGroup,
            Tag::TABLE => Mode::InTable,
            Tag::TEMPLATE => *self.template_modes.last().unwrap_or(&Mode::InBody),
            Tag::HEAD => Mode::InHead,
            Tag::FRAMESET => Mode::InFrameset,
            Tag::HTML if self.head.is_none() => Mode::BeforeHead,
            Tag::HTML => Mode::AfterHead,
            _ => Mode::InBody,
        }
    }
}
