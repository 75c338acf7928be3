//! Fits the weights of the statements' model: `statement_training CLUSTERS OUT < articles`, or scores texts with the
//! tables that are built in: `statement_training score < articles`.
//!
//! Articles come as lines: `# name TAB path TAB part`, then `A TAB sources TAB cues TAB contents` for each attribution, spans as
//! `start-end` in characters, parted by spaces. Part `own` is left out of training. `training/statements.py` calls this.

use std::io::{Read, Write};
use std::ops::Range;

use rustc_hash::FxHashMap;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use warta_core::languages::words::hash_of;
use warta_core::statements::model::crf::{self, Chain, MOST, NEVER, Rows, Scores, Steps};
use warta_core::statements::model::features::{Clusters, Found, Page, short};
use warta_core::statements::model::{Model, Proposal, Settings, propose};
use warta_core::statements::quotations::{Quotation, quotations};
use warta_core::statements::tokens::Tokens;

struct Gold {
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
}

struct Article {
    name: String,
    text: &'static str,
    part: String,
    tokens: Tokens<'static>,
    quotations: Vec<Quotation>,
    gold: Vec<Gold>,
}

fn read(input: &str) -> Vec<Article> {
    let mut made: Vec<Article> = Vec::new();
    let mut bytes: Vec<usize> = Vec::new();
    for line in input.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if let Some(name) = fields[0].strip_prefix("# ") {
            let text: &'static str =
                Box::leak(std::fs::read_to_string(fields[1]).expect("text").into_boxed_str());
            bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let tokens = Tokens::new(text);
            let quotations = quotations(&tokens);
            made.push(Article {
                name: name.into(),
                text,
                part: fields[2].into(),
                tokens,
                quotations,
                gold: Vec::new(),
            });
        } else {
            let article = made.last_mut().expect("article first");
            let spans = |field: &str| -> Vec<Range<usize>> {
                field
                    .split_whitespace()
                    .filter_map(|span| {
                        let (a, b) = span.split_once('-').expect("span");
                        let (a, b) = (bytes[a.parse::<usize>().unwrap()], bytes[b.parse::<usize>().unwrap()]);
                        let all = &article.tokens.all;
                        let start = all.partition_point(|t| t.end as usize <= a);
                        let end = all.partition_point(|t| (t.start as usize) < b);
                        (start < end).then_some(start..end)
                    })
                    .collect()
            };
            let gold = Gold { source: spans(fields[1]), cue: spans(fields[2]), content: spans(fields[3]) };
            article.gold.push(gold);
        }
    }
    made
}

fn label(labels: &mut [u8], window: &Range<usize>, spans: &[Range<usize>], opens: u8) {
    for span in spans {
        let start = span.start.max(window.start);
        for i in start..span.end.min(window.end) {
            labels[i - window.start] = if i == start { opens } else { opens + 1 };
        }
    }
}

/// Follow-the-regularised-leader over features and steps.
struct Trainer {
    labels: usize,
    ids: FxHashMap<u32, u32>,
    weights: Vec<Scores>,
    z: Vec<Scores>,
    n: Vec<Scores>,
    steps: Steps,
    steps_n: Steps,
    l1: f32,
    l2: f32,
    alpha: f32,
}

impl Trainer {
    fn new(data: &[(Rows, Vec<u8>)], labels: usize, least: u32, [l1, l2, alpha]: [f32; 3]) -> Trainer {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for (rows, _) in data {
            for &hash in &rows.flat {
                *counts.entry(hash).or_default() += 1;
            }
        }
        let mut ids = FxHashMap::default();
        for (hash, count) in counts {
            if count >= least {
                let next = ids.len() as u32;
                ids.insert(hash, next);
            }
        }
        let size = ids.len();
        let mut steps = [[0.0; MOST]; MOST];
        for (from, row) in steps.iter_mut().enumerate() {
            for (to, w) in row.iter_mut().enumerate() {
                if !crf::may_follow(from, to) || to >= labels {
                    *w = NEVER;
                }
            }
        }
        let zero = vec![[0.0; MOST]; size];
        Trainer {
            labels,
            ids,
            weights: zero.clone(),
            z: zero.clone(),
            n: zero,
            steps,
            steps_n: [[1.0; MOST]; MOST],
            l1,
            l2,
            alpha,
        }
    }

    fn fit(&mut self, mut data: Vec<(Rows, Vec<u8>)>, epochs: usize) {
        for (rows, _) in &mut data {
            let mut flat = Vec::with_capacity(rows.flat.len());
            let mut ends = Vec::with_capacity(rows.ends.len());
            for i in 0..rows.len() {
                flat.extend(rows.row(i).iter().filter_map(|hash| self.ids.get(hash)));
                ends.push(flat.len() as u32);
            }
            flat.shrink_to_fit();
            *rows = Rows { flat, ends };
        }
        let mut seed = 1u64;
        let (mut forward, mut chances) = (Vec::new(), Vec::new());
        for epoch in 0..epochs {
            for i in (1..data.len()).rev() {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                data.swap(i, (seed >> 33) as usize % (i + 1));
            }
            let mut loss = 0.0f64;
            for (rows, gold) in &data {
                if gold.is_empty() {
                    continue;
                }
                let mut scores = vec![[0.0f32; MOST]; rows.len()];
                for (i, sum) in scores.iter_mut().enumerate() {
                    for &id in rows.row(i) {
                        for (s, w) in sum.iter_mut().zip(&self.weights[id as usize]) {
                            *s += w;
                        }
                    }
                }
                crf::chances(&scores, self.labels, &self.steps, &mut forward, &mut chances);
                self.learn_steps(gold, &forward, &chances);
                for (i, &label) in gold.iter().enumerate() {
                    let label = usize::from(label);
                    loss -= f64::from(chances[i][label].max(1e-9).ln());
                    for (l, chance) in chances[i].into_iter().enumerate().take(self.labels) {
                        let g = chance - f32::from(u8::from(l == label));
                        if g.abs() < 0.002 {
                            continue;
                        }
                        for &id in rows.row(i) {
                            self.update(id as usize, l, g);
                        }
                    }
                }
            }
            let used = self.weights.iter().filter(|w| w.iter().any(|x| *x != 0.0)).count();
            eprintln!("epoch {epoch}: loss {loss:.0}, {used} of {} features", self.weights.len());
        }
    }

    /// Steps learn from the chance of each pair of labels, once for a sequence.
    fn learn_steps(&mut self, gold: &[u8], forward: &[Scores], chances: &[Scores]) {
        let factors = self.steps.map(|row| row.map(f32::exp));
        let mut gradient = [[0.0f32; MOST]; MOST];
        let mut start = [0.0; MOST];
        start[0] = 1.0;
        for (i, &label) in gold.iter().enumerate() {
            let before = if i == 0 { &start } else { &forward[i - 1] };
            for to in 0..self.labels {
                let reached: f32 = (0..self.labels).map(|from| before[from] * factors[from][to]).sum();
                let share = chances[i][to] / reached.max(1e-30);
                for from in 0..self.labels {
                    gradient[from][to] += before[from] * factors[from][to] * share;
                }
            }
            gradient[if i == 0 { 0 } else { usize::from(gold[i - 1]) }][usize::from(label)] -= 1.0;
        }
        for (from, row) in gradient.iter().enumerate() {
            for (to, &g) in row.iter().enumerate() {
                if self.steps[from][to] > NEVER {
                    self.steps_n[from][to] += g * g;
                    self.steps[from][to] -= 0.1 * g / self.steps_n[from][to].sqrt();
                }
            }
        }
    }

    #[inline]
    fn update(&mut self, id: usize, l: usize, g: f32) {
        let n = &mut self.n[id][l];
        let old = n.sqrt();
        *n += g * g;
        let new = n.sqrt();
        let w = &mut self.weights[id][l];
        let z = &mut self.z[id][l];
        *z += g - (new - old) / self.alpha * *w;
        *w = if z.abs() <= self.l1 {
            0.0
        } else {
            -(*z - z.signum() * self.l1) / ((1.0 + new) / self.alpha + self.l2)
        };
    }

    /// Rows of bytes in the steps that a file has, without those that are all zero.
    fn rows(&self) -> Vec<(u32, [i8; MOST])> {
        let mut rows: Vec<_> = self
            .ids
            .iter()
            .map(|(&hash, &id)| {
                (hash, self.weights[id as usize].map(|w| (w / crf::STEP).round().clamp(-127.0, 127.0) as i8))
            })
            .filter(|(_, row)| row.iter().any(|&w| w != 0))
            .collect();
        rows.sort_unstable();
        rows
    }

    fn chain(&self) -> Chain {
        Chain::new(self.labels, self.steps, self.rows().into_iter())
    }

    /// The tensors of a chain.
    fn write(&self, name: &str, file: &mut Tensors) {
        let rows = self.rows();
        let hashes = rows.iter().flat_map(|(hash, _)| hash.to_le_bytes()).collect();
        file.add(&format!("{name}.hashes"), Dtype::U32, vec![rows.len()], hashes);
        let weights = rows.iter().flat_map(|(_, row)| row[..self.labels].iter().map(|&w| w as u8)).collect();
        file.add(&format!("{name}.weights"), Dtype::I8, vec![rows.len(), self.labels], weights);
        let steps = self.steps[..self.labels].iter().flat_map(|row| {
            row[..self.labels].iter().flat_map(|&w| if w <= NEVER { 0.0f32 } else { w }.to_le_bytes())
        });
        file.add(&format!("{name}.steps"), Dtype::F32, vec![self.labels, self.labels], steps.collect());
    }
}

/// A safetensors file in the making.
#[derive(Default)]
struct Tensors(Vec<(String, Dtype, Vec<usize>, Vec<u8>)>);

impl Tensors {
    fn add(&mut self, name: &str, kind: Dtype, shape: Vec<usize>, data: Vec<u8>) {
        self.0.push((name.into(), kind, shape, data));
    }

    fn bytes(&self) -> Vec<u8> {
        let views = self.0.iter().map(|(name, kind, shape, data)| {
            (name, TensorView::new(*kind, shape.clone(), data).expect("shape and bytes agree"))
        });
        safetensors::serialize(views, None).expect("tensors")
    }
}

fn cue_data<'a>(articles: impl Iterator<Item = &'a Article>, clusters: &Clusters) -> Vec<(Rows, Vec<u8>)> {
    let mut made = Vec::new();
    for article in articles {
        let page = Page::new(&article.tokens, &article.quotations, clusters);
        for paragraph in &article.tokens.paragraphs {
            let mut labels = vec![0; paragraph.len()];
            for gold in &article.gold {
                label(&mut labels, paragraph, &gold.cue, 1);
            }
            made.push((page.cues(paragraph, |_| true), labels));
        }
    }
    made
}

fn touches(a: &[Range<usize>], b: &Range<usize>) -> bool {
    a.iter().any(|a| a.start < b.end && b.start < a.end)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).expect("articles");
    let articles = read(&input);
    if arguments[0] == "score" {
        print(&articles, propose);
        // The second time, with the tables read.
        let start = std::time::Instant::now();
        let made: usize = articles.iter().map(|a| propose(&a.tokens, &a.quotations).len()).sum();
        let words: usize = articles.iter().map(|a| a.tokens.len()).sum();
        eprintln!("{} articles, {words} tokens, {made} proposals in {:?}", articles.len(), start.elapsed());
        return;
    }
    if arguments[0] == "dump" {
        dump(&articles);
        return;
    }
    let number =
        |at: usize, otherwise: f32| arguments.get(at).map_or(otherwise, |a| a.parse().expect("number"));
    let (l1_cues, l1_roles, least) = (number(2, 0.6), number(3, 1.0), number(4, 3.0) as u32);
    let (alpha, l2, lenience) = (number(6, 0.1), number(7, 0.05), number(8, 0.7));
    if arguments[0] == "decode" {
        let file = |name: &str| std::fs::read(format!("{}/{name}", arguments[1]));
        let network = file("statements_en_network.safetensors").ok();
        let chains = file("statements_en_chains.safetensors").expect("chains");
        let mut model = Model::parse(&chains, network.as_deref()).expect("tensors");
        model.settings = Settings {
            lenience: number(2, 1.2),
            sources: number(3, 1.0),
            least: number(4, 0.0),
            chain: [number(5, 1.0), number(7, 1.0)],
            network: [number(6, 0.0), number(8, 0.0)],
            settled: [number(9, 2.0), number(10, 2.0)],
        };
        let own: Vec<Article> = articles.into_iter().filter(|a| a.part == "own").collect();
        print(&own, |tokens, quotations| model.propose(tokens, quotations));
        return;
    }
    let words = std::fs::read_to_string(&arguments[0]).expect("clusters");
    let mut classes: Vec<(u32, u16, u8)> = words
        .lines()
        .map(|line| {
            let f: Vec<&str> = line.split('\t').collect();
            (short(hash_of(f[0])), f[1].parse().unwrap(), f[2].parse().unwrap())
        })
        .collect();
    classes.sort_unstable();
    let clusters = Clusters::new(classes.iter().copied());
    let mut file = Tensors::default();
    let column =
        |f: fn(&(u32, u16, u8)) -> u32| classes.iter().flat_map(|row| f(row).to_le_bytes()).collect();
    file.add("classes.words", Dtype::U32, vec![classes.len()], column(|row| row.0));
    file.add("classes.fine", Dtype::U32, vec![classes.len()], column(|row| u32::from(row.1)));
    file.add("classes.coarse", Dtype::U32, vec![classes.len()], column(|row| u32::from(row.2)));
    let train: Vec<&Article> = articles.iter().filter(|a| a.part != "own").collect();
    eprintln!("{} articles, {} in training", articles.len(), train.len());

    // Cues that the other part's first stage finds, so that they are as wrong as in use.
    let mut found: FxHashMap<&str, Vec<Found>> = FxHashMap::default();
    let stage = |data: Vec<(Rows, Vec<u8>)>, labels, l1, epochs| {
        let mut trainer = Trainer::new(&data, labels, least, [l1, l2, alpha]);
        trainer.fit(data, epochs);
        trainer
    };
    for fold in ["0", "1"] {
        let data = cue_data(train.iter().copied().filter(|a| a.part != fold), &clusters);
        let trainer = stage(data, 3, l1_cues, 5);
        let model = Model {
            cues: trainer.chain(),
            settings: Settings::chains(lenience),
            clusters: clusters.clone(),
            ..Model::default()
        };
        for article in train.iter().filter(|a| a.part == fold) {
            let page = Page::new(&article.tokens, &article.quotations, &clusters);
            let cues = model.find(&page).cues.into_iter().map(|asked| asked.found);
            found.insert(&article.name, cues.collect());
        }
    }
    let cues = stage(cue_data(train.iter().copied(), &clusters), 3, l1_cues, 7);

    let mut data = Vec::new();
    for article in &train {
        let page = Page::new(&article.tokens, &article.quotations, &clusters);
        let found = &found[article.name.as_str()];
        let mut wanted: Vec<(Found, Option<&Gold>)> = found
            .iter()
            .map(|f| (f.clone(), article.gold.iter().find(|g| touches(&g.cue, &f.range))))
            .collect();
        for gold in &article.gold {
            if let Some(range) = gold.cue.first()
                && !found.iter().any(|f| touches(&gold.cue, &f.range))
            {
                wanted.push((Found { range: range.clone(), chance: 0.3 }, Some(gold)));
            }
        }
        for (cue, gold) in wanted {
            let window = page.window(&cue.range);
            let rows = page.roles(&cue, found, &window, |_| true);
            let mut labels = vec![0; window.len()];
            if let Some(gold) = gold {
                label(&mut labels, &window, &gold.content, 3);
                label(&mut labels, &window, &gold.source, 1);
            }
            data.push((rows, labels));
        }
    }
    // A source inside a content cuts it; what follows opens anew.
    for (_, labels) in &mut data {
        let mut before = 0;
        for label in labels.iter_mut() {
            if !crf::may_follow(before, usize::from(*label)) {
                *label -= 1;
            }
            before = usize::from(*label);
        }
    }
    eprintln!("{} cues", data.len());
    let roles = stage(data, MOST, l1_roles, number(5, 6.0) as usize);
    cues.write("cues", &mut file);
    roles.write("roles", &mut file);
    let bytes = file.bytes();
    std::fs::write(format!("{}/statements_en_chains.safetensors", arguments[1]), &bytes).expect("file");
    let mut model = Model::parse(&bytes, None).expect("own tensors");
    model.settings = Settings::chains(lenience);
    let own: Vec<Article> = articles.into_iter().filter(|a| a.part == "own").collect();
    print(&own, |tokens, quotations| model.propose(tokens, quotations));
}

/// What the network sees, a JSON object on a line for each article.
fn dump(articles: &[Article]) {
    let out = std::io::stdout().lock();
    let mut out = std::io::BufWriter::new(out);
    let clusters = Clusters::default();
    for article in articles {
        let page = Page::new(&article.tokens, &article.quotations, &clusters);
        let spans = |ranges: &[Range<usize>]| ranges.iter().map(|r| [r.start, r.end]).collect::<Vec<_>>();
        let n = article.tokens.len();
        let seen: Vec<_> = (0..n).map(|i| page.seen(i)).collect();
        let characters: Vec<[usize; 2]> = {
            let mut starts = vec![0usize; article.text.len() + 1];
            for (number, (at, _)) in article.text.char_indices().enumerate() {
                starts[at] = number;
            }
            starts[article.text.len()] = article.text.chars().count();
            article.tokens.all.iter().map(|t| [starts[t.start as usize], starts[t.end as usize]]).collect()
        };
        let object = serde_json::json!({
            "name": article.name,
            "part": article.part,
            "words": (0..n).map(|i| article.tokens.str(i).to_lowercase()).collect::<Vec<_>>(),
            "word": seen.iter().map(|s| s.word).collect::<Vec<_>>(),
            "ending": seen.iter().map(|s| s.ending).collect::<Vec<_>>(),
            "form": seen.iter().map(|s| s.form).collect::<Vec<_>>(),
            "sentence": seen.iter().map(|s| s.sentence).collect::<Vec<_>>(),
            "paragraph": seen.iter().map(|s| s.paragraph).collect::<Vec<_>>(),
            "characters": characters,
            "quotations": article.quotations.iter().map(|q| (q.range.start, q.range.end, q.closed)).collect::<Vec<_>>(),
            "gold": article.gold.iter()
                .map(|g| [spans(&g.source), spans(&g.cue), spans(&g.content)]).collect::<Vec<_>>(),
        });
        serde_json::to_writer(&mut out, &object).expect("JSON");
        writeln!(out).expect("standard output");
    }
}

/// Proposals as JSON for the shared scorer, in characters.
fn print(articles: &[Article], propose: impl Fn(&Tokens<'_>, &[Quotation]) -> Vec<Proposal>) {
    let mut made = serde_json::Map::new();
    for article in articles {
        let characters = |byte: u32| article.text[..byte as usize].chars().count();
        let span = |range: &Range<usize>| {
            let all = &article.tokens.all;
            serde_json::json!([characters(all[range.start].start), characters(all[range.end - 1].end)])
        };
        let rows: Vec<serde_json::Value> = propose(&article.tokens, &article.quotations)
            .iter()
            .map(|p| {
                serde_json::json!({
                    "source": p.source.iter().max_by_key(|r| r.len()).map(span),
                    "cue": p.cue.first().map(span),
                    "content": p.content.iter().map(span).collect::<Vec<_>>(),
                    "confidence": p.score,
                })
            })
            .collect();
        made.insert(article.name.clone(), rows.into());
    }
    serde_json::to_writer(std::io::stdout().lock(), &made).expect("JSON");
    println!();
    std::io::stdout().flush().expect("standard output");
}
