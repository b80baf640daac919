# Reads inputs as CSV from standard input, and writes what R's metafor (escalc) and stats make of them, with 17 digits.
#     Rscript --vanilla effects.R < effects-inputs.csv > effects-metafor.csv
suppressMessages(library(metafor))
given <- read.csv(file("stdin"))
q <- qnorm(0.975)
told <- function(measure, ratio, ...) {
  it <- escalc(measure = measure, to = "none", ...)
  ends <- c(it$yi, it$yi - q * sqrt(it$vi), it$yi + q * sqrt(it$vi))
  if (ratio) exp(ends) else ends
}
cat("number,measure,estimate,low,high\n")
show <- function(i, measure, values) {
  cat(i, measure, paste(sprintf("%.17g", values), collapse = ","), sep = ",")
  cat("\n")
}
for (i in seq_len(nrow(given))) {
  r <- given[i, ]
  if (r$kind == "means") {
    for (m in c("MD", "SMD")) {
      show(i, m, told(m, FALSE, m1i = r$a1, sd1i = r$b1, n1i = r$n1, m2i = r$a2, sd2i = r$b2, n2i = r$n2))
    }
  } else {
    if (r$a1 > 0 && r$a2 > 0) {
      show(i, "RR", told("RR", TRUE, ai = r$a1, n1i = r$n1, ci = r$a2, n2i = r$n2))
      if (r$a1 < r$n1 && r$a2 < r$n2) {
        show(i, "OR", told("OR", TRUE, ai = r$a1, n1i = r$n1, ci = r$a2, n2i = r$n2))
      }
    }
    show(i, "RD", told("RD", FALSE, ai = r$a1, n1i = r$n1, ci = r$a2, n2i = r$n2))
    counts <- matrix(c(r$a1, r$n1 - r$a1, r$a2, r$n2 - r$a2), 2)
    pearson <- suppressWarnings(chisq.test(counts, correct = FALSE)$p.value)
    yates <- suppressWarnings(chisq.test(counts, correct = TRUE)$p.value)
    show(i, "p", c(fisher.test(counts)$p.value, pearson, yates))
  }
}
