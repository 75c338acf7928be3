-- warta archive, schema 1. docs/archive.md describes every table; change it together with this.
--
-- `row` numbers are local to the file: they order articles by time (see identity.py) and are never shown.
-- `id` is the identity: content and canonical address. Times are ISO 8601 as the page states them.

CREATE TABLE articles (
    row             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    content_id      TEXT NOT NULL,
    page            TEXT NOT NULL,
    current         INTEGER NOT NULL DEFAULT 1,
    headline        TEXT,
    kicker          TEXT,
    standfirst      TEXT,
    byline          TEXT,
    initials        TEXT,
    outlet          TEXT,
    publisher       TEXT,
    agency          TEXT,
    dateline        TEXT,
    section         TEXT,
    language        TEXT,
    kind            TEXT NOT NULL,
    access          TEXT,
    day             TEXT,
    published_at    TEXT,
    published_zone  TEXT,
    modified_at     TEXT,
    fetched_at      TEXT,
    url             TEXT,
    canonical_url   TEXT,
    capture         TEXT NOT NULL,
    characters      INTEGER NOT NULL,
    statements      INTEGER NOT NULL,
    engine          TEXT NOT NULL
);
CREATE INDEX articles_by_page ON articles (page);
CREATE INDEX articles_by_day ON articles (day, current);
CREATE INDEX articles_by_outlet ON articles (outlet, day, current, language, statements);
CREATE INDEX articles_by_content ON articles (content_id);
CREATE INDEX articles_by_language ON articles (language, current);

-- The words, apart from the rows that lists are made of. Long rows stand in the order of adding, and an index
-- finds them: in the order of `row` each would be put between two full pages, which are split and written anew.
CREATE TABLE bodies (
    row       INTEGER NOT NULL UNIQUE REFERENCES articles (row),
    headline  TEXT NOT NULL,
    text      TEXT NOT NULL
);

-- The record as the core wrote it (JSON, evidence included), deflated with the text as dictionary.
CREATE TABLE records (
    row     INTEGER NOT NULL UNIQUE REFERENCES articles (row),
    packed  BLOB NOT NULL
);

CREATE TABLE authors (
    row       INTEGER NOT NULL REFERENCES articles (row),
    position  INTEGER NOT NULL,
    name      TEXT NOT NULL,
    role      TEXT,
    url       TEXT,
    PRIMARY KEY (row, position)
) WITHOUT ROWID;
CREATE INDEX authors_by_name ON authors (name);

CREATE TABLE tags (
    row       INTEGER NOT NULL REFERENCES articles (row),
    position  INTEGER NOT NULL,
    tag       TEXT NOT NULL,
    PRIMARY KEY (row, position)
) WITHOUT ROWID;
CREATE INDEX tags_by_tag ON tags (tag);

-- statement = row of its article * 1024 + 1023 - number of the statement in the article.
CREATE TABLE statements (
    statement     INTEGER NOT NULL UNIQUE,
    row           INTEGER NOT NULL REFERENCES articles (row),
    number        INTEGER NOT NULL,
    place         TEXT NOT NULL,
    source        TEXT,
    speaker       TEXT,
    speaker_key   TEXT,
    role          TEXT,
    affiliation   TEXT,
    speaker_kind  TEXT,
    cue           TEXT,
    lemma         TEXT,
    content       TEXT NOT NULL,
    type          TEXT NOT NULL,
    act           TEXT,
    category      TEXT,
    status        TEXT NOT NULL,
    attitude      INTEGER NOT NULL,
    addressee     TEXT,
    target        TEXT,
    medium        TEXT,
    occasion      TEXT,
    time          TEXT,
    day           TEXT,
    nested_in     INTEGER,
    construction  TEXT NOT NULL,
    confidence    REAL,
    start         INTEGER,
    "end"         INTEGER
);

-- Counts over all versions, kept beside because counting a million statements takes a second.
CREATE TABLE speakers (
    speaker_key  TEXT PRIMARY KEY,
    statements   INTEGER NOT NULL,
    articles     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX speakers_by_statements ON speakers (statements);

CREATE TABLE vias (
    statement  INTEGER NOT NULL REFERENCES statements (statement),
    position   INTEGER NOT NULL,
    outlet     TEXT NOT NULL,
    PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE INDEX vias_by_outlet ON vias (outlet, statement);

-- Versions of one page, in the order of modified_at, fetched_at, hash; only where there are several.
CREATE TABLE revisions (
    page        TEXT NOT NULL,
    number      INTEGER NOT NULL,
    row         INTEGER NOT NULL REFERENCES articles (row),
    difference  TEXT NOT NULL,
    PRIMARY KEY (page, number)
) WITHOUT ROWID;
CREATE INDEX revisions_by_row ON revisions (row);

-- Every fetch that gave an article; the same bytes from the same address at the same time are one.
CREATE TABLE captures (
    capture       TEXT NOT NULL PRIMARY KEY,
    id            TEXT NOT NULL,
    payload_hash  TEXT NOT NULL,
    url           TEXT,
    fetched_at    TEXT,
    content_type  TEXT,
    form          TEXT NOT NULL,
    name          TEXT,
    engine        TEXT NOT NULL
);
CREATE INDEX captures_by_id ON captures (id);

-- Fetches that gave no article, and why.
CREATE TABLE passed_over (
    capture  TEXT PRIMARY KEY,
    outcome  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    name     TEXT,
    url      TEXT,
    engine   TEXT NOT NULL
) WITHOUT ROWID;

-- The captured bytes, deflated, where they were asked to be kept.
CREATE TABLE payloads (
    payload_hash  TEXT PRIMARY KEY,
    bytes         INTEGER NOT NULL,
    packed        BLOB NOT NULL
);

-- What a person says against the engine. `value` is JSON.
CREATE TABLE corrections (
    id      TEXT NOT NULL,
    field   TEXT NOT NULL,
    value   TEXT NOT NULL,
    person  TEXT,
    note    TEXT,
    at      TEXT NOT NULL,
    PRIMARY KEY (id, field)
) WITHOUT ROWID;

-- The trace of a takedown: what was removed stays out when its pages are added again.
CREATE TABLE deletions (
    id      TEXT PRIMARY KEY,
    page    TEXT NOT NULL,
    person  TEXT,
    reason  TEXT,
    at      TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE deleted_captures (
    capture  TEXT PRIMARY KEY,
    id       TEXT NOT NULL
) WITHOUT ROWID;

-- A newsroom's own names: kind is outlet or speaker.
CREATE TABLE aliases (
    kind   TEXT NOT NULL,
    alias  TEXT NOT NULL,
    name   TEXT NOT NULL,
    PRIMARY KEY (kind, alias)
) WITHOUT ROWID;

-- Derived from the tables, and made anew by `warta check --rebuild` (not by FTS5's own 'rebuild': stems, who
-- and keys stand in no table, because they would make the file a quarter larger). One row each, same numbers.
-- A speaker's statements are found by the word for him in `keys`: an index of the table's own was 3 % of a file.
CREATE VIRTUAL TABLE article_index USING fts5 (
    headline, text, stems, keys,
    content = 'bodies', content_rowid = 'row',
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO article_index (article_index, rank) VALUES ('hashsize', 33554432);
INSERT INTO article_index (article_index, rank) VALUES ('automerge', 8);
CREATE VIRTUAL TABLE statement_index USING fts5 (
    who, content, target, keys,
    content = 'statements', content_rowid = 'statement', detail = 'column', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO statement_index (statement_index, rank) VALUES ('hashsize', 33554432);
INSERT INTO statement_index (statement_index, rank) VALUES ('automerge', 8);

CREATE VIEW outlets AS
    SELECT outlet, count(*) AS articles, min(day) AS first_day, max(day) AS last_day
    FROM articles WHERE current GROUP BY outlet;
