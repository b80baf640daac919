"""The commented template of a knowledge file that `magpain new` writes; `magpain check` finds no error in it."""

TEXT = """\
# yaml-language-server: $schema=conditions.schema.json
# For completion and checks in an editor, write that schema beside this file: magpain schema -o conditions.schema.json
# A knowledge file for magpain. Replace everything here with what you have read, then run: magpain check FILE
# Leave out values you don't know. Never write null or leave a value empty.
magpain: "2" # the version of this format

intervention: # what the evidence is about
  name: Example supplement
  summary: One or two sentences about it.

reviewed: 2026-01-31 # the last day on which the literature was searched
# licence: CC-BY-4.0 # of this file, if you share it: an SPDX identifier
# provenance: one reader, not reviewed by a clinician # who read and rated the evidence, and who reviewed it

thresholds: # how large an effect must be to matter, by kind of outcome
  pain-lasting:
    kind: lasting pain
    measure: MD # mean differences; RR covers odds ratios too, RD is for people per 1000
    unit: points
    scale: 10 # points from 0 to 10
    small: 1
    moderate: 2
    large: 4
    basis: published # or judgement, with its reason
    sources: [{says: what a page says of the smallest important difference, at: "https://example.org/article"}]

groups: # families of conditions
  example-group:
    name: Example group
    summary: What its members have in common.

conditions:
  example-condition: # an id: lower-case letters, digits and dashes; it never changes
    name: Example condition
    group: example-group
    synonyms: [a lay name, an abbreviation]
    summary: Two to four plain sentences about what the evidence shows.
    reviewed: 2026-01-31
    evidence_level: very-low # that of the primary finding
    primary: pain-oral
    findings: # rows of a GRADE summary-of-findings table
      - id: pain-oral
        population: adults with the example condition
        intervention: {route: oral, dose: 300 mg/day, duration: 8 weeks}
        comparator: placebo
        outcome: pain intensity
        effect:
          direction: unclear # favours-intervention, favours-comparator, no-difference, mixed or unclear
          better: lower # which way is good for the patient
          threshold: pain-lasting # the size is computed, from the estimate and this
          no_estimate: the abstract prints no difference between the groups
        evidence: {studies: 1, participants: 40} # the people in the arms that are compared
        certainty: # start, plus the steps, must add up to the rating
          start: high # randomised trials start high, observational studies low
          risk_of_bias: {step: -1, reason: allocation is not described}
          inconsistency: {step: 0, reason: one trial}
          indirectness: {step: 0, reason: "the people, treatment and outcome asked about"}
          imprecision: {step: -2, reason: one trial with 40 people}
          publication_bias: {step: 0, reason: not assessable with one trial}
          rating: very-low
          rated_by: magpain # or the id of the review that rated it
          would_change: a larger, blinded trial with pain as its main outcome
        studies: [example-2020]
        results: # what each study measured of this outcome, as it stands in its results
          example-2020: pain intensity (0-10)
        cites: [example-2020]

studies:
  example-2020:
    citation: example-2020
    design: rct
    population: adults with the example condition
    intervention: {route: oral, dose: 300 mg/day, duration: 8 weeks}
    comparator: placebo
    direction: unclear
    ocebm_level: 2
    extraction: # what was read, where, when, and whether two independent readings agreed
      read: abstract
      at: https://example.org/article
      date: 2026-01-31
      readings: 1
    conditions: [example-condition]
    results:
      - outcome: pain intensity (0-10)
        comparison: between-groups # or within-group: a change in one arm is no effect
        text: Pain did not differ significantly between the groups.
        locator: abstract
        primary: true
        primary_basis: inferred # or named, where the page calls it primary
        better: lower
        direction: no-difference
        p: ">0.05"
    n_randomised: 40

citations: # CSL names
  example-2020:
    type: article-journal
    title: "An example trial: replace it by a real one"
    issued: "2020"
    author: [{family: Example, given: Ada}]
    container-title: Journal of Examples
    extraction: {read: bibliographic-record, at: "https://example.org/article", date: 2026-01-31}
    URL: https://example.org/article
"""
