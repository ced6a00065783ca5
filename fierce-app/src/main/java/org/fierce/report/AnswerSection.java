package org.fierce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.config.Contender.Rival;
import org.fierce.report.Results.Estimate;
import org.fierce.run.Answer;
import org.fierce.stats.Measure;

/**
 * What a report opens with: the question, the sentence that answers it, a picture that shows it,
 * which features the model file uses and why, and what to do next.
 */
final class AnswerSection {
  private AnswerSection() {}

  /**
   * The head and the first section of a page.
   *
   * @param kind what the folder is, as {@code Fierce run}
   * @param doubts what makes the scores doubtful
   * @param intervals what the intervals mean, a sentence; empty where there are none
   */
  static void write(Html page, String kind, Answer answer, List<String> doubts, String intervals) {
    head(page, kind, answer.question(), answer.verdict(), doubts);
    page.raw("<section id=\"answer\" aria-label=\"The answer\">\n");
    bars(page, answer, intervals);
    if (!answer.notes().isEmpty()) {
      page.raw("<ul class=\"facts\">");
      answer.notes().forEach(note -> page.element("li", "", note));
      page.raw("</ul>\n");
    }
    Answer.ChosenFeatures features = answer.features();
    if (features != null) {
      features(page, features);
    }
    next(page, answer.next());
    page.raw("</section>\n");
  }

  /** What was asked, the sentence that answers it, and what makes it doubtful. */
  static void head(Html page, String kind, String question, String verdict, List<String> doubts) {
    page.raw("<header>")
        .element("p", "class=\"kind\"", kind)
        .element("h1", "", question)
        .element("p", "class=\"verdict\"", verdict);
    doubts.forEach(doubt -> page.element("p", "class=\"note\"", doubt));
    page.raw("</header>\n");
  }

  private static void bars(Html page, Answer answer, String intervals) {
    Map<String, List<Answer.Bar>> charts = new LinkedHashMap<>();
    for (Answer.Bar bar : answer.fine()) {
      charts
          .computeIfAbsent(bar.key(), key -> new ArrayList<>())
          .add(answer.features() == null ? bar : named(bar, answer.features()));
    }
    for (Answer.Bar bar : answer.coarse()) {
      charts.computeIfAbsent(bar.key(), key -> new ArrayList<>()).add(bar);
    }
    if (charts.isEmpty()) {
      return;
    }
    page.raw("<div class=\"charts\">\n");
    charts.forEach((key, bars) -> new BarChart(key, bars).write(page));
    page.raw("</div>\n");
    page.element(
        "p",
        "class=\"aside\"",
        intervals
            + " Filled: trained on the coarse labels. Hollow: costs no training."
            + (isCeilingDrawn(answer) ? " Dashed: trained on the fine labels themselves." : ""));
    page.raw("\n");
  }

  private static boolean isCeilingDrawn(Answer answer) {
    return answer.fine().stream().anyMatch(bar -> bar.name().equals(Rival.FINE_CEILING.label()));
  }

  /** The bar of what the model file uses, by the name of what that is, and marked. */
  private static Answer.Bar named(Answer.Bar bar, Answer.ChosenFeatures features) {
    return bar.name().equals("features")
        ? new Answer.Bar(
            features.chosen(),
            bar.words() + " (in the model file)",
            bar.key(),
            bar.value(),
            bar.low(),
            bar.high())
        : bar;
  }

  private static void features(Html page, Answer.ChosenFeatures features) {
    page.element("h2", "", "What the model file uses")
        .element(
            "p",
            "class=\"plain\"",
            "%s: %s.".formatted(ScoreSections.capital(features.words()), features.why()));
    if (features.candidates().isEmpty()) {
      page.raw("\n");
      return;
    }
    page.raw("<details><summary>")
        .text("All that were tried, on " + features.criterion())
        .raw("</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" ")
        .raw("aria-label=\"Candidates\"><table class=\"plain\"><tbody>\n");
    int decimals =
        Numbers.decimals(features.candidates().stream().map(AnswerSection::estimate).toList());
    for (Answer.Bar candidate : features.candidates()) {
      boolean isChosen = candidate.name().equals(features.chosen());
      page.raw("<tr>")
          .element("th", "scope=\"row\"", candidate.words() + (isChosen ? " (chosen)" : ""))
          .element("td", "", Numbers.fixed(candidate.value(), decimals))
          .raw("<td>")
          .element("small", "", Numbers.interval(estimate(candidate), decimals))
          .raw("</td>")
          .element("td", "", Measure.of(candidate.key()).words())
          .raw("</tr>\n");
    }
    page.raw("</tbody></table></div></details>\n");
  }

  private static Estimate estimate(Answer.Bar bar) {
    return new Estimate(bar.value(), bar.low(), bar.high());
  }

  /** Commands to go on with, each with a button that copies it. */
  static void next(Html page, List<String> commands) {
    if (commands.isEmpty()) {
      return;
    }
    page.raw("<h2>What to do next</h2>\n");
    for (int i = 0; i < commands.size(); i++) {
      page.raw("<div class=\"command\"><pre id=\"next-" + i + "\">")
          .text(commands.get(i))
          .raw("</pre><button type=\"button\" data-copies=\"next-" + i)
          .raw("\" hidden>Copy</button></div>\n");
    }
  }
}
