# What R's lme4 makes of the tables in a folder, for the engine to be held
# against. Rscript lme4.R data|verify|time FOLDER
#
# data writes Penicillin and InstEval, as lme4 ships them, as tables of entry,
# judge and score. verify reads ratios.csv (table, form, ratios by our optimum) and
# writes results.csv: set, what, name, value. time prints processor seconds.
suppressMessages(library(lme4))
args <- commandArgs(trailingOnly = TRUE)
setwd(args[2])
options(digits = 17)

tight <- lmerControl(optimizer = "nloptwrap", calc.derivs = FALSE,
  optCtrl = list(xtol_abs = 1e-12, ftol_abs = 0, maxeval = 2000),
  check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore", check.nlev.gtr.1 = "ignore")

write_table <- function(entry, judge, score, file) {
  write.table(data.frame(as.integer(entry) - 1, as.integer(judge) - 1, score),
    file, sep = ",", row.names = FALSE, col.names = FALSE)
}

read_table <- function(name) {
  d <- read.csv(paste0(name, ".csv"), header = FALSE, col.names = c("e", "j", "y"))
  d$e <- factor(d$e)
  d$j <- factor(d$j)
  d
}

say <- function(set, what, name, value) {
  write.table(data.frame(set, what, name, sprintf("%.17g", value)), "results.csv",
    sep = ",", append = TRUE, row.names = FALSE, col.names = FALSE, quote = FALSE)
}

# at works the model out at given ratios, without any optimiser.
at <- function(formula, d, theta) {
  parts <- lFormula(formula, d, REML = TRUE, control = tight)
  f <- do.call(mkLmerDevfun, parts)
  value <- f(theta)
  list(value = value, model = mkMerMod(environment(f),
    list(par = theta, fval = value, conv = 0, message = ""), parts$reTrms, fr = parts$fr))
}

official <- function(set, theta) {
  d <- read_table(set)
  one <- nlevels(d$e) == 1
  a <- at(if (one) y ~ 1 + (1 | j) else y ~ 0 + e + (1 | j), d, theta)
  entries <- if (one) levels(d$e) else sub("^e", "", names(fixef(a$model)))
  say(set, "reml", "given", a$value)
  say(set, "score", entries, fixef(a$model))
  say(set, "error", entries, sqrt(diag(as.matrix(vcov(a$model)))))
  r <- ranef(a$model, condVar = TRUE)$j
  say(set, "severity", rownames(r), r[, 1])
  best <- suppressMessages(lmer(if (one) y ~ 1 + (1 | j) else y ~ 0 + e + (1 | j), d, control = tight))
  say(set, "optimum", "lme4", REMLcrit(best))
}

both <- function(set, theta) {
  d <- read_table(set)
  a <- at(y ~ 1 + (1 | e) + (1 | j), d, theta)
  say(set, "reml", "given", a$value)
  r <- ranef(a$model)
  say(set, "severity", rownames(r$j), r$j[, 1])
  say(set, "effect", rownames(r$e), r$e[, 1])
  best <- suppressMessages(lmer(y ~ 1 + (1 | e) + (1 | j), d, control = tight))
  say(set, "optimum", "lme4", REMLcrit(best))
}

seconds <- function(times, expr) {
  e <- substitute(expr)
  median(sapply(seq_len(times), function(i) sum(system.time(eval(e, parent.frame(2)))[1:2])))
}

if (args[1] == "data") {
  write_table(Penicillin$plate, Penicillin$sample, Penicillin$diameter, "penicillin.csv")
  write_table(InstEval$s, InstEval$d, InstEval$y, "insteval.csv")
} else if (args[1] == "verify") {
  jobs <- read.csv("ratios.csv", header = FALSE, col.names = c("set", "form", "first", "second"))
  for (i in seq_len(nrow(jobs))) {
    job <- jobs[i, ]
    if (job$form == "official") official(job$set, job$first) else both(job$set, c(job$first, job$second))
  }
} else {
  d <- read_table("award")
  cat("official", seconds(5, lmer(y ~ 0 + e + (1 | j), d)), "\n")
  cat("both", seconds(5, lmer(y ~ 1 + (1 | e) + (1 | j), d)), "\n")
  cat("insteval", seconds(as.integer(args[3]), lmer(y ~ 1 + (1 | s) + (1 | d), InstEval)), "\n")
}
