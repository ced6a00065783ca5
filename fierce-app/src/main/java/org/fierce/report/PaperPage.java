package org.fierce.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.fierce.config.SeedList;
import org.fierce.paper.PaperResults;
import org.fierce.paper.PaperResults.Judged;
import org.fierce.paper.Reproduction;
import org.fierce.run.ComparisonFolder;
import org.fierce.run.Provenance;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.stats.Measure;

/** A page of Markdown: an experiment of the paper run again, table by table. */
public final class PaperPage {
  /** Characters of the longest bar. */
  private static final int BAR = 24;

  private PaperPage() {}

  /**
   * What was run.
   *
   * @param command as it was typed
   * @param isQuick whether with the small settings
   * @param skipped sentences on the data sets that were missing
   */
  public record Run(
      Reproduction experiment, String command, boolean isQuick, List<String> skipped) {
    /** Copies the sentences. */
    public Run {
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * One comparison.
   *
   * @param folder of the comparison
   * @param judged what it says to the paper's claims
   */
  public record Section(
      Reproduction.Part part, Path folder, PaperTable table, List<Judged> judged) {
    /** Copies the list. */
    public Section {
      judged = List.copyOf(judged);
    }
  }

  /** The page. */
  public static String of(Run run, PaperResults paper, List<Section> sections) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        "# %s: does the order of the paper's methods hold?\n\n"
            .formatted(run.experiment().title()));
    page.append("%s\n\n".formatted(verdict(sections)));
    sections.forEach(section -> bars(page, section.table(), section.part().title()));
    if (run.isQuick()) {
      page.append(
          "Next, with the paper's settings: `%s`\n\n"
              .formatted(run.command().replace(" --quick", "")));
    }
    page.append("Made by `%s`.\n\n".formatted(run.command()));
    page.append(
        "Fierce %s, commit %s. Mean ± half the 95 %% t interval over seeds; rivals in italics.\n"
            .formatted(Provenance.version(), Provenance.commit()));
    page.append(
        "%s Below a figure of ours: the paper's (%s).\n".formatted(paper.of(), paper.source()));
    if (run.isQuick()) {
      page.append(
          "\n**`--quick`: far fewer epochs, and smaller networks or fewer rows where the configuration says so. These figures show that everything runs; they say nothing of the methods. Without `--quick` the settings are the paper's, for a machine that has the time.**\n");
    }
    for (Section section : sections) {
      section(page, section);
    }
    for (String each : run.skipped()) {
      page.append("\nSkipped: %s\n".formatted(each));
    }
    return page.toString();
  }

  /** How many of the paper's orders hold. */
  private static String verdict(List<Section> sections) {
    List<Judged> all = sections.stream().flatMap(section -> section.judged().stream()).toList();
    if (all.isEmpty()) {
      return "None of the orders that the paper tells was measured.";
    }
    return "Of %d orders of methods that the paper tells, %d hold here, of %d the opposite holds, %d cannot be told."
        .formatted(
            all.size(),
            count(all, PaperResults.Answer.HOLDS),
            count(all, PaperResults.Answer.THE_OPPOSITE_HOLDS),
            count(all, PaperResults.Answer.NOT_TOLD_APART));
  }

  private static long count(List<Judged> judged, PaperResults.Answer answer) {
    return judged.stream().filter(each -> each.answer() == answer).count();
  }

  /** The first score of each method as bars of text. */
  private static void bars(StringBuilder page, PaperTable table, String title) {
    List<PaperTable.Row> rows =
        table.keys().isEmpty()
            ? List.of()
            : table.rows().stream().filter(row -> number(row) >= 0).toList();
    double most = rows.stream().mapToDouble(PaperPage::number).max().orElse(0);
    if (!(most > 0)) {
      return;
    }
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    Measure measure = Measure.of(table.keys().get(0));
    page.append(
        "%s: %s, %s is better\n\n```text\n"
            .formatted(title, measure.words(), measure.isLargerBetter() ? "larger" : "smaller"));
    for (PaperTable.Row row : rows) {
      PaperTable.Cell cell = row.cells().get(0);
      String line =
          "%s  %s  %s %s%s"
              .formatted(
                  row.name() + " ".repeat(width - row.name().length()),
                  bar(number(row) / most),
                  cell.value(),
                  cell.half(),
                  cell.paper().isEmpty() ? "" : "  paper " + cell.paper());
      page.append(line.stripTrailing()).append('\n');
    }
    page.append("```\n\n");
  }

  private static String bar(double share) {
    int length = (int) Math.round(BAR * share);
    return "█".repeat(length) + "·".repeat(BAR - length);
  }

  /** The first score; negative where there is none, or none that a bar can show. */
  private static double number(PaperTable.Row row) {
    try {
      return Double.parseDouble(row.cells().get(0).value());
    } catch (NumberFormatException none) {
      return -1;
    }
  }

  private static void section(StringBuilder page, Section section) throws IOException {
    PaperTable table = section.table();
    page.append("\n## %s\n\n".formatted(section.part().title()));
    page.append(
        "`%s`%s; %s; %s CPU minutes.\n\n"
            .formatted(
                section.part().resource(),
                section.part().overrides().stream()
                    .map(each -> ", `--set '%s'`".formatted(each))
                    .collect(Collectors.joining()),
                new SeedList(table.seeds()).words()
                    + (table.seeds().size() == 1 ? " only, so no intervals" : ""),
                Numbers.fixed(cpuSeconds(section.folder()) / 60, 1)));
    page.append("| |");
    table.keys().forEach(key -> page.append(" %s |".formatted(Measure.of(key).words())));
    page.append("\n| --- |").append(" --- |".repeat(table.keys().size())).append('\n');
    for (PaperTable.Row row : table.rows()) {
      page.append("| %s |".formatted(row.isRival() ? "*" + row.name() + "*" : row.name()));
      for (PaperTable.Cell cell : row.cells()) {
        page.append(' ').append(cell.value());
        page.append(cell.half().isEmpty() ? "" : " " + cell.half().replace("±", "± "));
        page.append(cell.paper().isEmpty() ? "" : "<br>paper " + cell.paper()).append(" |");
      }
      page.append('\n');
    }
    if (!section.judged().isEmpty()) {
      page.append(
          "\nThe order of the methods in the paper, and here (paired by seed, t, Holm over this list):\n\n");
      section.judged().forEach(each -> page.append("- %s\n".formatted(sentence(each))));
    }
  }

  private static String sentence(Judged judged) {
    String answer =
        switch (judged.answer()) {
          case HOLDS -> "holds";
          case THE_OPPOSITE_HOLDS -> "**the opposite holds**";
          case NOT_TOLD_APART ->
              Double.isNaN(judged.pHolm()) ? "one seed cannot tell" : "not told apart";
        };
    String size =
        Double.isNaN(judged.pHolm())
            ? Numbers.signed(judged.difference(), 4)
            : "%s [%s, %s], %s"
                .formatted(
                    Numbers.signed(judged.difference(), 4),
                    Numbers.signed(judged.low(), 4),
                    Numbers.signed(judged.high(), 4),
                    Numbers.probability(judged.pHolm()));
    return "%s better than %s on %s: %s (%s)"
        .formatted(
            judged.claim().better(),
            judged.claim().than(),
            Measure.of(judged.claim().on()).words(),
            answer,
            size);
  }

  private static double cpuSeconds(Path folder) throws IOException {
    double sum = 0;
    for (RunFolder run : new ComparisonFolder(folder).runs()) {
      sum += Files.exists(run.record()) ? RunRecord.read(run.record()).cpuSeconds() : 0;
    }
    return sum;
  }
}
