-- A magpain knowledge file as a relational database, version 1. Later versions only add to it.
-- Every line of a table is `name type constraints, -- meaning`: docs/database.md is generated from these lines.

-- What this database is: its version, what it was made from, and what it is not.
CREATE TABLE about (
  name TEXT PRIMARY KEY, -- database_version, format (the knowledge file's), magpain (the program's version), reviewed (last day of the literature search), not_advice, and if the file says so, its licence and provenance (who read and rated)
  value TEXT NOT NULL -- its value
);

-- The intervention that the evidence is about: one row.
CREATE TABLE intervention (
  id INTEGER PRIMARY KEY, -- 1
  name TEXT NOT NULL, -- its name, as on every page
  summary TEXT NOT NULL, -- what it is
  element_symbol TEXT, -- the element that doses are counted in
  element_atomic_mass REAL, -- its atomic mass in g/mol
  element_charge INTEGER -- its ion's charge
);

-- Families of conditions.
CREATE TABLE groups (
  id TEXT PRIMARY KEY, -- its id in the knowledge file
  name TEXT NOT NULL, -- its name
  summary TEXT NOT NULL -- what its members have in common
);

-- Pain conditions.
CREATE TABLE conditions (
  id TEXT PRIMARY KEY, -- its id in the knowledge file
  name TEXT NOT NULL, -- its name
  group_id TEXT NOT NULL REFERENCES groups (id), -- its family
  summary TEXT NOT NULL, -- what the evidence shows, in plain words
  verdict TEXT NOT NULL, -- what the primary finding says, derived from certainty, direction and size
  reviewed TEXT NOT NULL, -- the last day on which its literature was searched
  evidence_level TEXT NOT NULL, -- high, moderate, low, very-low or none: the certainty of its primary finding
  primary_finding_id TEXT REFERENCES findings (id), -- the finding that answers its main question
  notes TEXT, -- remarks
  plain_name TEXT, -- its name in plain words
  search TEXT -- the query for new reports, in PubMed's syntax
);

-- Ids that conditions and groups had before they were renamed, merged or split.
CREATE TABLE former_ids (
  former_id TEXT NOT NULL, -- the old id
  condition_id TEXT REFERENCES conditions (id), -- the condition that it leads to
  group_id TEXT REFERENCES groups (id), -- the group that it leads to
  CHECK ((condition_id IS NOT NULL) + (group_id IS NOT NULL) = 1)
);

-- Names of procedures and broader complaints that lead to a condition without being its synonyms.
CREATE TABLE related_names (
  condition_id TEXT NOT NULL REFERENCES conditions (id), -- the condition
  name TEXT NOT NULL, -- the name
  PRIMARY KEY (condition_id, name)
);

-- How people describe a condition without its name.
CREATE TABLE descriptions (
  condition_id TEXT NOT NULL REFERENCES conditions (id), -- the condition that a description suggests
  text TEXT NOT NULL, -- the description
  PRIMARY KEY (condition_id, text)
);

-- Words that often appear with a condition's names and don't narrow their meaning.
CREATE TABLE context_words (
  condition_id TEXT NOT NULL REFERENCES conditions (id), -- the condition
  word TEXT NOT NULL, -- the word
  PRIMARY KEY (condition_id, word)
);

-- Conditions for which too little was found for a page.
CREATE TABLE not_covered (
  id TEXT PRIMARY KEY, -- its id in the knowledge file
  name TEXT NOT NULL, -- its name
  searched TEXT NOT NULL, -- what was searched, and for what
  reviewed TEXT NOT NULL, -- the last day on which its literature was searched
  nearest_id TEXT REFERENCES conditions (id), -- the condition whose page comes nearest
  notes TEXT -- remarks
);

-- Codes of conditions.
CREATE TABLE condition_codes (
  condition_id TEXT NOT NULL REFERENCES conditions (id), -- the condition
  system TEXT NOT NULL, -- mesh, icd11 or icd10
  code TEXT NOT NULL, -- such as D005356 or MG30.01
  PRIMARY KEY (condition_id, system, code)
);

-- Evidence that was searched for but not found.
CREATE TABLE not_found (
  condition_id TEXT NOT NULL REFERENCES conditions (id), -- the condition
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  text TEXT NOT NULL, -- what is missing
  PRIMARY KEY (condition_id, position)
);

-- Other names: of a condition, a group, a form or what is not covered, or of the intervention.
CREATE TABLE synonyms (
  synonym TEXT NOT NULL, -- the other name
  condition_id TEXT REFERENCES conditions (id), -- the condition that it means
  group_id TEXT REFERENCES groups (id), -- the group that it means
  form_id TEXT REFERENCES forms (id), -- the form that it means
  intervention_id INTEGER REFERENCES intervention (id), -- the intervention that it means
  not_covered_id TEXT REFERENCES not_covered (id), -- what is not covered that it means
  statement_id TEXT REFERENCES statements (id), -- or a statement, whose subject has this name
  CHECK ((condition_id IS NOT NULL) + (group_id IS NOT NULL) + (form_id IS NOT NULL) + (intervention_id IS NOT NULL) + (not_covered_id IS NOT NULL) + (statement_id IS NOT NULL) = 1)
);

-- Rows of GRADE summary-of-findings tables: of a condition, or of a safety topic (rated harms).
CREATE TABLE findings (
  id TEXT PRIMARY KEY, -- the id of its condition or topic, a slash, and the finding's id
  condition_id TEXT REFERENCES conditions (id), -- its condition, unless it belongs to a topic
  finding TEXT NOT NULL, -- its id within its condition or topic
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  population TEXT NOT NULL, -- the people studied
  route TEXT NOT NULL, -- how it was given
  form TEXT, -- the salt or form, as reported
  form_id TEXT REFERENCES forms (id), -- that form
  dose TEXT, -- the dose, as reported
  salt_mg_per_day REAL, -- milligrams of the salt a day
  elemental_mg_per_day REAL, -- milligrams of the element a day, which differs from the salt's
  elemental_mg_per_day_max REAL, -- the highest of several doses, in milligrams of the element a day
  elemental_source TEXT, -- stated (by the paper) or converted (from the salt)
  schedule TEXT, -- how often, when
  duration TEXT, -- for how long
  with_others TEXT, -- what was given along with it
  combined_with TEXT, -- what was given along with it, to the intervention group only
  comparator TEXT NOT NULL, -- what it was compared with
  outcome TEXT NOT NULL, -- what was measured
  timepoint TEXT, -- when it was measured
  direction TEXT NOT NULL, -- favours-intervention, favours-comparator, no-difference, mixed or unclear
  size TEXT NOT NULL, -- large, moderate, small, trivial or unclear
  better TEXT NOT NULL, -- which direction is better: lower or higher
  measure TEXT, -- MD, SMD, RR, OR, RD, RoM or HR
  estimate REAL, -- the estimate that was published
  ci_level REAL, -- the interval's level in percent
  ci_low REAL, -- its lower end
  ci_high REAL, -- its upper end
  p TEXT, -- the p value, as reported
  i2 REAL, -- I squared in percent
  unit TEXT, -- the estimate's unit
  absolute_per INTEGER, -- absolute numbers: per this many people
  absolute_comparator REAL, -- how many without the intervention
  absolute_intervention REAL, -- how many with it
  absolute_derivation TEXT, -- how they were derived
  source_id TEXT REFERENCES citations (id), -- where the estimate was published
  locator TEXT, -- where in that paper
  no_estimate TEXT, -- why there is no estimate
  threshold_id TEXT REFERENCES thresholds (id), -- the threshold that its size is judged by
  scale REAL, -- the range of the estimate's full scale
  calculated_per INTEGER, -- a published ratio in absolute numbers, calculated here: per this many people
  calculated_comparator REAL, -- how many without the intervention
  calculated_intervention REAL, -- how many with it
  calculated_low REAL, -- the lower end of its interval
  calculated_high REAL, -- its upper end
  chosen_because TEXT, -- why it follows this synthesis and not another
  studies INTEGER NOT NULL, -- how many studies, as counted in the source
  participants INTEGER, -- how many people
  counts TEXT NOT NULL, -- outcome, or review if these are the people of a whole review
  certainty_start TEXT NOT NULL, -- high (randomised) or low (observational)
  certainty TEXT NOT NULL, -- high, moderate, low or very-low: the start plus the steps
  rated_by TEXT NOT NULL, -- magpain, or the id of the review that rated it
  rated_by_id TEXT REFERENCES citations (id), -- that review, if it was one
  would_change TEXT, -- what would change the rating
  disagreement TEXT, -- what disagrees with it
  notes TEXT, -- remarks
  verdict TEXT NOT NULL, -- what it says, derived from certainty, direction and size
  verdict_technical TEXT NOT NULL, -- the same for readers who know the terms
  verdict_short TEXT NOT NULL, -- the same in at most 33 characters
  sign TEXT NOT NULL, -- its sign, as pages show it
  topic_id TEXT REFERENCES topics (id), -- its topic, unless it belongs to a condition
  control_risk_events REAL, -- how many people without the intervention had the outcome, as published
  control_risk_per INTEGER, -- out of how many
  control_risk_locator TEXT, -- where in that paper
  control_risk_source_id TEXT REFERENCES citations (id), -- that paper
  CHECK ((topic_id IS NULL) + (condition_id IS NULL) = 1)
);

-- The routes that a finding or study joins, if its route is any.
CREATE TABLE joined_routes (
  finding_id TEXT REFERENCES findings (id), -- the finding
  study_id TEXT REFERENCES studies (id), -- or the study
  route TEXT NOT NULL, -- a route
  CHECK ((finding_id IS NULL) + (study_id IS NULL) = 1)
);

-- How large an effect must be to matter, by kind of outcome.
CREATE TABLE thresholds (
  id TEXT PRIMARY KEY, -- its id in the knowledge file
  kind TEXT NOT NULL, -- the kind of outcome
  measure TEXT NOT NULL, -- MD, SMD, RR, OR, RD, RoM or HR
  unit TEXT, -- how the unit begins
  scale REAL, -- the range of the full scale
  small REAL NOT NULL, -- where a small effect begins: a distance from no effect, or a ratio below 1
  moderate REAL, -- where a moderate one begins
  large REAL, -- where a large one begins
  small_above REAL, -- for a ratio, where a small effect begins above 1; if empty, the reciprocal
  moderate_above REAL, -- where a moderate one begins
  large_above REAL, -- where a large one begins
  important REAL, -- the smallest important effect, if that is not the small one
  basis TEXT NOT NULL, -- published or judgement
  reason TEXT -- which part of it is a judgement, and why
);

-- The sources of thresholds.
CREATE TABLE threshold_sources (
  threshold_id TEXT NOT NULL REFERENCES thresholds (id), -- the threshold
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  says TEXT NOT NULL, -- what the page says
  at TEXT NOT NULL, -- its URL
  PRIMARY KEY (threshold_id, position)
);

-- The arms that a finding compares.
CREATE TABLE finding_arms (
  finding_id TEXT NOT NULL REFERENCES findings (id), -- the finding
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  name TEXT NOT NULL, -- the arm, as the study calls it
  n INTEGER NOT NULL, -- how many people were in it
  PRIMARY KEY (finding_id, position)
);

-- Departures of findings from the rules.
CREATE TABLE overrides (
  finding_id TEXT NOT NULL REFERENCES findings (id), -- the finding
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  rule TEXT NOT NULL, -- the rule that does not apply
  changed_to TEXT NOT NULL, -- what applies instead
  reason TEXT NOT NULL, -- why
  decided_by TEXT NOT NULL, -- who decided it
  date TEXT NOT NULL, -- on which day
  PRIMARY KEY (finding_id, position)
);

-- The steps that add up to a finding's certainty: GRADE's five domains, and upgrades.
CREATE TABLE certainty_steps (
  finding_id TEXT NOT NULL REFERENCES findings (id), -- the finding
  position INTEGER NOT NULL, -- the order of the steps, from 1
  domain TEXT NOT NULL, -- risk_of_bias, inconsistency, indirectness, imprecision, publication_bias, or an upgrade's name
  step INTEGER NOT NULL, -- how many levels it moves the rating: -2 to 2
  reason TEXT, -- why
  PRIMARY KEY (finding_id, position)
);

-- Ratings that others published for the same or a similar question.
CREATE TABLE published_ratings (
  id TEXT PRIMARY KEY, -- the finding's id and the rating's place
  finding_id TEXT NOT NULL REFERENCES findings (id), -- the finding
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  rating TEXT NOT NULL, -- in their own words
  scope TEXT NOT NULL -- the question that was rated
);

-- Trials, other studies and reviews.
CREATE TABLE studies (
  id TEXT PRIMARY KEY, -- its id in the knowledge file
  citation_id TEXT NOT NULL REFERENCES citations (id), -- the paper that reports it
  label TEXT NOT NULL, -- its usual name, such as Bagis 2013
  year INTEGER NOT NULL, -- the year in which it was published
  design TEXT NOT NULL, -- rct, crossover-rct, cohort, systematic-review, animal, ...
  species TEXT NOT NULL, -- human, or the animal
  population TEXT NOT NULL, -- who took part
  route TEXT NOT NULL, -- how it was given
  form TEXT, -- the salt or form, as reported
  form_id TEXT REFERENCES forms (id), -- that form
  dose TEXT, -- the dose, as reported
  salt_mg_per_day REAL, -- milligrams of the salt a day
  elemental_mg_per_day REAL, -- milligrams of the element a day, which differs from the salt's
  elemental_mg_per_day_max REAL, -- the highest of several doses, in milligrams of the element a day
  elemental_source TEXT, -- stated (by the paper) or converted (from the salt)
  schedule TEXT, -- how often, when
  duration TEXT, -- for how long
  with_others TEXT, -- what was given along with it
  combined_with TEXT, -- what was given along with it, to the intervention group only
  comparator TEXT NOT NULL, -- what it was compared with
  direction TEXT NOT NULL, -- the direction of its main result
  ocebm_level INTEGER NOT NULL, -- OCEBM 2011 level, 1 to 5
  registration TEXT, -- its registration number
  country TEXT, -- where it was done
  n_planned INTEGER, -- how many people were planned
  n_randomised INTEGER, -- how many were randomised
  n_analysed INTEGER, -- how many were analysed
  n_trials INTEGER, -- how many trials a review includes
  bias_judgement TEXT, -- low, some-concerns, high or unclear
  bias_reason TEXT, -- why
  bias_judged_by TEXT, -- magpain, or the id of the review that judged it
  bias_judged_by_id TEXT REFERENCES citations (id), -- that review, if it was one
  funding TEXT, -- who funded it
  no_numeric_result TEXT, -- why there is no number
  stopped_early TEXT, -- why it was stopped early
  notes TEXT, -- remarks
  extraction_read TEXT NOT NULL, -- what was read: full-text, abstract, ...
  extraction_at TEXT NOT NULL, -- where it was read
  extraction_date TEXT NOT NULL, -- on which day
  extraction_readings INTEGER NOT NULL, -- how many independent readings agreed
  numbers_checked_on TEXT, -- the day of the abstract that its numbers were compared with
  numbers_found INTEGER, -- how many of them were found in the abstract
  numbers_not_found INTEGER, -- how many were not
  extraction_notes TEXT -- remarks on the reading
);

-- Which conditions a study is about.
CREATE TABLE study_conditions (
  study_id TEXT NOT NULL REFERENCES studies (id), -- the study
  condition_id TEXT NOT NULL REFERENCES conditions (id), -- the condition
  PRIMARY KEY (study_id, condition_id)
);

-- Other papers that report a study.
CREATE TABLE study_reports (
  study_id TEXT NOT NULL REFERENCES studies (id), -- the study
  citation_id TEXT NOT NULL REFERENCES citations (id), -- the other paper
  PRIMARY KEY (study_id, citation_id)
);

-- The studies in this database behind a finding.
CREATE TABLE finding_studies (
  finding_id TEXT NOT NULL REFERENCES findings (id), -- the finding
  study_id TEXT NOT NULL REFERENCES studies (id), -- the study
  outcome TEXT, -- the study's outcome that corresponds to the finding's
  PRIMARY KEY (finding_id, study_id)
);

-- A study's arms.
CREATE TABLE arms (
  study_id TEXT NOT NULL REFERENCES studies (id), -- the study
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  name TEXT NOT NULL, -- the arm's name
  treatment TEXT, -- what it got
  n_randomised INTEGER, -- how many were randomised to it
  n_analysed INTEGER, -- how many were analysed
  PRIMARY KEY (study_id, position)
);

-- A study's results; one within a group is a change, not an effect.
CREATE TABLE results (
  id TEXT PRIMARY KEY, -- the study's id and the result's place
  study_id TEXT NOT NULL REFERENCES studies (id), -- the study
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  outcome TEXT NOT NULL, -- what was measured
  timepoint TEXT, -- when it was measured
  comparison TEXT NOT NULL, -- between-groups or within-group
  text TEXT NOT NULL, -- the result, as understood
  locator TEXT NOT NULL, -- where in the paper
  is_primary INTEGER NOT NULL, -- 1 if it is the study's primary outcome
  primary_basis TEXT, -- named (by the page) or inferred
  measure TEXT, -- MD, SMD, RR, OR, RD, RoM or HR
  estimate REAL, -- the estimate
  ci_level REAL, -- the interval's level in percent
  ci_low REAL, -- its lower end
  ci_high REAL, -- its upper end
  p TEXT, -- the p value, as reported
  i2 REAL, -- I squared in percent
  unit TEXT, -- the estimate's unit
  better TEXT, -- which direction is better: lower or higher
  direction TEXT, -- its direction
  studies INTEGER, -- how many studies, if it is a pooled result
  participants INTEGER, -- how many people, if it is a pooled result
  calculated_measure TEXT, -- an effect calculated here from the arms: its measure
  calculated_estimate REAL, -- its estimate
  calculated_low REAL, -- the lower end of its 95% interval
  calculated_high REAL, -- the upper end
  calculated_formula TEXT, -- how it was calculated
  calculated_given TEXT, -- from which numbers
  not_calculated TEXT -- why none can be calculated from the arms
);

-- What an arm had: events, a mean with its SD, or a median.
CREATE TABLE result_arms (
  result_id TEXT NOT NULL REFERENCES results (id), -- the result
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  arm TEXT NOT NULL, -- the arm
  role TEXT, -- intervention or comparator, if it is part of the comparison
  n INTEGER, -- how many people
  events INTEGER, -- how many of them had the event
  mean REAL, -- their mean
  sd REAL, -- its standard deviation
  median REAL, -- their median
  spread_kind TEXT, -- range or iqr, of a median
  spread_low REAL, -- from
  spread_high REAL, -- to
  is_change INTEGER NOT NULL, -- 1 if the value is a change from baseline
  text TEXT, -- the value in words
  PRIMARY KEY (result_id, position)
);

-- What was measured in one arm.
CREATE TABLE result_values (
  result_id TEXT NOT NULL REFERENCES results (id), -- the result
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  arm TEXT NOT NULL, -- the arm
  value REAL, -- the value
  sd REAL, -- its standard deviation
  events INTEGER, -- or the number of events
  n INTEGER, -- out of how many people
  text TEXT, -- or the value in words
  PRIMARY KEY (result_id, position)
);

-- Bibliographic records, in CSL's terms.
CREATE TABLE citations (
  id TEXT PRIMARY KEY, -- its id in the knowledge file
  type TEXT NOT NULL, -- article-journal, webpage, chapter, book, report, ...
  title TEXT NOT NULL, -- its title
  issued TEXT NOT NULL, -- when it was published: YYYY, YYYY-MM or YYYY-MM-DD
  year INTEGER NOT NULL, -- that year
  container_title TEXT, -- the journal, book or site
  publisher TEXT, -- the publisher
  publisher_place TEXT, -- its place
  volume TEXT, -- the volume
  issue TEXT, -- the issue
  page TEXT, -- pages, or the article's number
  edition TEXT, -- the edition
  doi TEXT, -- its DOI, without the resolver
  pmid TEXT, -- its PubMed id
  pmcid TEXT, -- its PMC id
  isbn TEXT, -- its ISBN
  url TEXT, -- its URL
  accessed TEXT, -- the day on which the URL was read
  language TEXT, -- its language
  kind TEXT NOT NULL, -- study, review, guideline, popular, background or reference
  note TEXT, -- remarks
  integrity TEXT NOT NULL, -- none-known, not-listed, corrected, concern, retracted or unchecked
  integrity_checked_on TEXT, -- the date of the check, or of the list
  integrity_list TEXT, -- the list of retracted papers that was searched
  integrity_notes TEXT, -- remarks on it
  extraction_read TEXT NOT NULL, -- what was read for this record
  extraction_at TEXT NOT NULL, -- where it was read
  extraction_date TEXT NOT NULL, -- on which day
  extraction_readings INTEGER NOT NULL, -- how many independent readings agreed
  extraction_notes TEXT, -- remarks on the reading
  reference TEXT NOT NULL -- the whole reference in Vancouver style
);

-- The authors of citations, in their order.
CREATE TABLE authors (
  citation_id TEXT NOT NULL REFERENCES citations (id), -- the citation
  position INTEGER NOT NULL, -- the author's place, from 1
  family TEXT, -- family name
  given TEXT, -- given names
  literal TEXT, -- the name of an organisation
  suffix TEXT, -- what follows the name: Jr., III
  dropping_particle TEXT, -- a particle that citations by family name leave out
  non_dropping_particle TEXT, -- a particle that belongs to the family name
  PRIMARY KEY (citation_id, position)
);

-- Background topics: mechanism and history, and safety.
CREATE TABLE topics (
  id TEXT PRIMARY KEY, -- the section, a slash, and the topic's id
  section TEXT NOT NULL, -- background or safety
  title TEXT NOT NULL, -- its title
  summary TEXT -- its summary
);

-- Sentences with citations: of a background topic, or of a condition (its associations, disagreements and warnings).
CREATE TABLE statements (
  id TEXT PRIMARY KEY, -- the owner's id, the kind, and the statement's place
  kind TEXT NOT NULL, -- background, safety, association, disagreement or warning
  topic_id TEXT REFERENCES topics (id), -- the topic that it belongs to
  condition_id TEXT REFERENCES conditions (id), -- or the condition
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  text TEXT NOT NULL, -- the statement
  subject TEXT, -- what it is about, such as a medicine
  spacing TEXT, -- how far apart two things should be taken
  above_elemental_mg_per_day REAL, -- the dose above which it applies
  notes TEXT, -- remarks
  CHECK ((topic_id IS NULL) + (condition_id IS NULL) = 1)
);

-- The routes that a statement is about; none if it is about all.
CREATE TABLE statement_routes (
  statement_id TEXT NOT NULL REFERENCES statements (id), -- the statement
  route TEXT NOT NULL, -- a route
  PRIMARY KEY (statement_id, route)
);

-- Common claims about a condition or topic, checked against the evidence.
CREATE TABLE claims (
  id TEXT PRIMARY KEY, -- the owner's id and the claim's place
  topic_id TEXT REFERENCES topics (id), -- the topic that it is about
  condition_id TEXT REFERENCES conditions (id), -- or the condition
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  text TEXT NOT NULL, -- the claim, paraphrased
  verdict TEXT NOT NULL, -- supported, partly-supported, overstated, unsupported or contradicted
  why TEXT NOT NULL, -- why
  CHECK ((topic_id IS NULL) + (condition_id IS NULL) = 1)
);

-- Recommendations of guidelines.
CREATE TABLE recommendations (
  id TEXT PRIMARY KEY, -- the condition's id and the recommendation's place
  condition_id TEXT NOT NULL REFERENCES conditions (id), -- the condition
  position INTEGER NOT NULL, -- its place in the knowledge file, from 1
  body TEXT NOT NULL, -- the organisation
  year INTEGER NOT NULL, -- its year
  text TEXT NOT NULL, -- its text
  status TEXT NOT NULL, -- current, retired, superseded or unknown
  grade TEXT, -- the grade in the organisation's own words
  strength TEXT NOT NULL, -- strong, weak, none or not-stated
  stance TEXT NOT NULL, -- for, against, neutral or insufficient-evidence
  notes TEXT -- remarks
);

-- Salts and other forms.
CREATE TABLE forms (
  id TEXT PRIMARY KEY, -- its id in the knowledge file
  name TEXT NOT NULL, -- its name
  formula TEXT, -- its formula
  molar_mass REAL, -- in g/mol
  elemental_share REAL, -- the element's share of its mass, 0 to 1
  refused TEXT, -- why no share can be given
  notes TEXT -- remarks
);

-- Tolerable upper intake levels per day, as set by authorities.
CREATE TABLE upper_limits (
  id INTEGER PRIMARY KEY, -- its place in the knowledge file, from 1
  authority TEXT NOT NULL, -- who set it
  country TEXT NOT NULL, -- where
  population TEXT NOT NULL, -- for whom
  mg_per_day REAL NOT NULL, -- milligrams of the element a day
  applies_to TEXT NOT NULL, -- what it applies to: supplements, all sources, ...
  year INTEGER NOT NULL, -- when it was set
  notes TEXT -- remarks
);

-- Recommended daily intakes, from all sources, as set by authorities.
CREATE TABLE reference_intakes (
  id INTEGER PRIMARY KEY, -- its place in the knowledge file, from 1
  authority TEXT NOT NULL, -- who set it
  country TEXT NOT NULL, -- where
  population TEXT NOT NULL, -- for whom
  kind TEXT NOT NULL, -- RDA, AI, ...
  mg_per_day REAL NOT NULL, -- milligrams of the element a day
  year INTEGER NOT NULL, -- when it was set
  notes TEXT -- remarks
);

-- Which record cites which citation: exactly one of the owners is set.
CREATE TABLE cites (
  citation_id TEXT NOT NULL REFERENCES citations (id), -- the citation
  role TEXT NOT NULL, -- cites, or made-in for where a claim is made
  position INTEGER NOT NULL, -- its place in the owner's list, from 1
  finding_id TEXT REFERENCES findings (id), -- a finding
  published_rating_id TEXT REFERENCES published_ratings (id), -- or a published rating
  statement_id TEXT REFERENCES statements (id), -- or a statement
  claim_id TEXT REFERENCES claims (id), -- or a claim
  recommendation_id TEXT REFERENCES recommendations (id), -- or a recommendation
  form_id TEXT REFERENCES forms (id), -- or a form
  upper_limit_id INTEGER REFERENCES upper_limits (id), -- or an upper limit
  reference_intake_id INTEGER REFERENCES reference_intakes (id), -- or a reference intake
  intervention_id INTEGER REFERENCES intervention (id), -- or the intervention's element
  threshold_id TEXT REFERENCES thresholds (id), -- or a threshold
  CHECK (
    (finding_id IS NOT NULL) + (published_rating_id IS NOT NULL) + (statement_id IS NOT NULL) + (claim_id IS NOT NULL)
    + (recommendation_id IS NOT NULL) + (form_id IS NOT NULL) + (upper_limit_id IS NOT NULL)
    + (reference_intake_id IS NOT NULL) + (intervention_id IS NOT NULL)
    + (threshold_id IS NOT NULL) = 1
  )
);

CREATE INDEX cites_citation ON cites (citation_id);
CREATE INDEX cites_finding ON cites (finding_id);
CREATE INDEX findings_condition ON findings (condition_id);
CREATE INDEX results_study ON results (study_id);
CREATE INDEX study_conditions_condition ON study_conditions (condition_id);
CREATE INDEX finding_studies_study ON finding_studies (study_id);
CREATE INDEX statements_condition ON statements (condition_id);
CREATE INDEX claims_condition ON claims (condition_id);
CREATE INDEX synonyms_condition ON synonyms (condition_id);

-- Full text (FTS5): the names and prose of conditions, findings, recommendations, statements, claims, topics, forms, studies and citations, as magpain search reads them.
CREATE VIRTUAL TABLE search USING fts5 (
  kind UNINDEXED, -- the record's table
  id UNINDEXED, -- the record's id
  title, -- its title
  text, -- its other names, and its text
  tokenize = 'unicode61 remove_diacritics 2'
);

-- Every condition with its primary finding, and how many studies of this database are about it.
CREATE VIEW condition_overview AS
SELECT c.id, c.name, g.name AS group_name, c.evidence_level, f.direction, f.size, f.studies, f.participants,
  (SELECT count(*) FROM study_conditions AS s WHERE s.condition_id = c.id) AS studies_held, c.verdict, c.reviewed
FROM conditions AS c
JOIN groups AS g ON g.id = c.group_id
LEFT JOIN findings AS f ON f.id = c.primary_finding_id;

-- Findings as in a summary-of-findings table, with the paper that published the estimate.
CREATE VIEW summary_of_findings AS
SELECT c.name AS condition, f.outcome, f.route, f.comparator, f.direction, f.size, f.measure, f.estimate, f.ci_level,
  f.ci_low, f.ci_high, f.unit, f.studies, f.participants, f.certainty, f.verdict, s.reference AS source, s.doi, f.id
FROM findings AS f
JOIN conditions AS c ON c.id = f.condition_id
LEFT JOIN citations AS s ON s.id = f.source_id;

-- Rated harms as in a summary-of-findings table, with the paper that published the estimate.
CREATE VIEW harms AS
SELECT t.title AS topic, f.outcome, f.population, f.route, f.dose, f.comparator, f.direction, f.size, f.measure,
  f.estimate, f.ci_level, f.ci_low, f.ci_high, f.absolute_per, f.absolute_comparator, f.absolute_intervention,
  f.studies, f.participants, f.certainty, f.verdict, s.reference AS source, s.doi, f.id
FROM findings AS f
JOIN topics AS t ON t.id = f.topic_id
LEFT JOIN citations AS s ON s.id = f.source_id;

-- What each study found, by condition: one row for each result between groups.
CREATE VIEW study_results AS
SELECT c.name AS condition, s.label AS study, s.design, s.species, s.route, s.form, s.dose, s.elemental_mg_per_day,
  s.n_analysed, r.outcome, r.is_primary, r.measure, r.estimate, r.ci_level, r.ci_low, r.ci_high, r.p, r.unit,
  r.direction, r.text, r.locator, s.id AS study_id
FROM results AS r
JOIN studies AS s ON s.id = r.study_id
JOIN study_conditions AS sc ON sc.study_id = s.id
JOIN conditions AS c ON c.id = sc.condition_id
WHERE r.comparison = 'between-groups';

-- The doses given in trials in people, with each trial's direction.
CREATE VIEW doses_studied AS
SELECT c.name AS condition, s.route, s.form, s.dose, s.elemental_mg_per_day, s.elemental_source, s.duration, s.direction,
  s.label AS study, s.id AS study_id
FROM studies AS s
JOIN study_conditions AS sc ON sc.study_id = s.id
JOIN conditions AS c ON c.id = sc.condition_id
WHERE s.species = 'human' AND s.dose IS NOT NULL
  AND s.design IN ('rct', 'crossover-rct', 'cluster-rct', 'non-randomised-trial', 'uncontrolled-trial');

-- The evidence map: conditions by route, with the number of studies and of those that favour the intervention.
CREATE VIEW evidence_map AS
SELECT c.name AS condition, s.route, count(*) AS studies,
  sum(s.direction = 'favours-intervention') AS favour_intervention, sum(s.direction = 'no-difference') AS no_difference,
  sum(s.direction = 'favours-comparator') AS favour_comparator
FROM studies AS s
JOIN study_conditions AS sc ON sc.study_id = s.id
JOIN conditions AS c ON c.id = sc.condition_id
WHERE s.species = 'human'
GROUP BY c.id, s.route;

-- Common claims, the verdicts on them, and why.
CREATE VIEW claims_assessed AS
SELECT coalesce(c.name, t.title) AS about, k.text AS claim, k.verdict, k.why, k.id
FROM claims AS k
LEFT JOIN conditions AS c ON c.id = k.condition_id
LEFT JOIN topics AS t ON t.id = k.topic_id;

-- How each finding was rated: the steps that changed its certainty. A rated harm has its topic's title as the condition.
CREATE VIEW rating_ladder AS
SELECT coalesce(c.name, t.title) AS condition, f.outcome, f.certainty_start, s.domain, s.step, s.reason, f.certainty, f.id AS finding_id
FROM certainty_steps AS s
JOIN findings AS f ON f.id = s.finding_id
LEFT JOIN conditions AS c ON c.id = f.condition_id
LEFT JOIN topics AS t ON t.id = f.topic_id
WHERE s.step <> 0
ORDER BY f.id, s.position;
