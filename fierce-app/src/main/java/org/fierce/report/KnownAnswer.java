package org.fierce.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fierce.config.ConfigurationException;
import org.fierce.config.YamlReader;
import org.fierce.report.Results.Estimate;
import org.fierce.report.Results.Method;
import org.fierce.run.Answer;
import org.fierce.run.Answer.Bar;
import org.fierce.run.Answer.Standing;
import org.fierce.run.RepeatCommand;
import org.fierce.run.RunFolder;
import org.fierce.run.RunRecord;
import org.fierce.stats.Measure;
import org.fierce.train.CoarseLearning;
import org.jspecify.annotations.Nullable;

/**
 * What can be said first of a folder that holds no {@code answer.json}, as those of former
 * versions: only what its scores say.
 */
final class KnownAnswer {
  private static final String COARSE = "coarseAccuracy";
  private static final Pattern BINS = Pattern.compile("bins\\((.+),\\s*(\\d+)\\)");

  /** Keys of data whose file, folder or matrix gives the data set its name, in this order. */
  private static final List<String> NAMED_BY = List.of("train", "images", "features", "matrix");

  private KnownAnswer() {}

  /** The answer of a run or comparison. */
  static Answer of(Results results, Path folder) throws IOException {
    Optional<String> fine = fineKey(results);
    String question =
        question(results.configuration(), fine.map(Measure::of).orElse(null), results.title());
    return results.comparison()
        ? ofComparison(results, folder, question, fine)
        : ofRun(results, folder, question, fine);
  }

  private static Optional<String> fineKey(Results results) {
    return results.primary() == null
        ? Measure.primary(results.keys())
        : Optional.of(results.primary());
  }

  private static Answer ofComparison(
      Results results, Path folder, String question, Optional<String> fine) {
    String verdict =
        results.verdicts().stream()
            .filter(
                sentence ->
                    sentence.startsWith("Training ") || sentence.startsWith("Whether training"))
            .findFirst()
            .or(() -> results.verdicts().stream().findFirst())
            .orElse("No fine target is known, so no method can be called better than another.");
    return new Answer(
        question,
        verdict,
        verdict.startsWith("Training paid")
            ? Standing.PAID
            : verdict.startsWith("Training did not pay")
                ? Standing.DID_NOT_PAY
                : fine.isPresent() ? Standing.CANNOT_TELL : Standing.NOT_ASKED,
        bars(results.methods().stream().filter(method -> !method.isRival()).toList(), COARSE),
        fine.map(key -> bars(results.methods(), key)).orElse(List.of()),
        null,
        List.of(),
        List.of(RepeatCommand.line(List.of("report", folder.toString(), "--all"))));
  }

  private static List<Bar> bars(List<Method> methods, String key) {
    List<Bar> bars = new ArrayList<>();
    for (Method method : methods) {
      Estimate estimate = method.scores().get(key);
      if (estimate != null && Double.isFinite(estimate.value())) {
        bars.add(
            new Bar(
                method.name(),
                method.markedName(),
                key,
                estimate.value(),
                estimate.low(),
                estimate.high()));
      }
    }
    return bars;
  }

  private static Answer ofRun(Results results, Path folder, String question, Optional<String> fine)
      throws IOException {
    RunFolder run = new RunFolder(folder);
    RunRecord record = Files.exists(run.record()) ? RunRecord.read(run.record()) : null;
    CoarseLearning learning = record == null ? null : record.learning();
    List<Bar> coarse = new ArrayList<>(bars(results.methods(), COARSE));
    if (!coarse.isEmpty() && learning != null) {
      coarse.add(
          new Bar(
              "commonest-class",
              "the commonest class (%s)".formatted(learning.commonest()),
              COARSE,
              learning.commonestShare(),
              Double.NaN,
              Double.NaN));
    }
    List<Bar> fineBars = fine.map(key -> bars(results.methods(), key)).orElse(List.of());
    return new Answer(
        question,
        sentence(coarse, fineBars),
        fineBars.isEmpty() ? Standing.NOT_ASKED : Standing.CANNOT_TELL,
        coarse,
        fineBars,
        null,
        List.of(),
        next(run, record));
  }

  /** What the scores of one run say. */
  private static String sentence(List<Bar> coarse, List<Bar> fine) {
    List<String> parts = new ArrayList<>();
    if (!coarse.isEmpty()) {
      parts.add(
          "the coarse class of %s test rows is told%s"
              .formatted(
                  hundred(coarse.get(0).value()),
                  coarse.size() == 1
                      ? ""
                      : ", where the commonest class alone would be right for "
                          + hundred(coarse.get(1).value())));
    }
    if (!fine.isEmpty()) {
      Bar bar = fine.get(0);
      parts.add(
          "%s is %s"
              .formatted(
                  Measure.of(bar.key()).words(),
                  Numbers.fixed(
                      bar.value(),
                      Numbers.decimals(
                          List.of(new Estimate(bar.value(), bar.low(), bar.high()))))));
    }
    if (parts.isEmpty()) {
      return "Nothing was scored yet.";
    }
    String sentence = String.join("; ", parts);
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT)
        + sentence.substring(1)
        + (fine.isEmpty()
            ? "."
            : ". Whether training was worth it was not measured here: fierce compare does.");
  }

  private static String hundred(double share) {
    return "%.0f in 100".formatted(100 * share);
  }

  private static List<String> next(RunFolder run, @Nullable RunRecord record) {
    List<String> next = new ArrayList<>();
    String input = record == null ? null : record.facts().get("inputs 1 file");
    if (Files.exists(run.modelFile()) && input != null && Files.isRegularFile(Path.of(input))) {
      next.add(RepeatCommand.line(List.of("predict", run.modelFile().toString(), input)));
    }
    if (Files.exists(run.weights())) {
      next.add(RepeatCommand.line(List.of("evaluate", run.path().toString())));
    }
    return next;
  }

  /**
   * What was asked, with the name of the data set.
   *
   * @param configuration text of config.yaml
   * @param fine measure of the fine target, or null where none is known
   * @param name what the folder is called, for one whose configuration says nothing
   */
  static String question(String configuration, @Nullable Measure fine, String name) {
    JsonNode data = data(configuration);
    if (!data.isObject()) {
      return name;
    }
    String coarse = data.path("labels").path("coarse").asText("");
    Matcher bins = BINS.matcher(coarse);
    String told =
        bins.matches()
            ? "which of %s groups of %s".formatted(bins.group(2), bins.group(1))
            : coarse.isEmpty() || coarse.equals("coarse") ? "the coarse class" : "the " + coarse;
    return fine == null
        ? "%s: which is %s?".formatted(dataSet(data, name), told.replaceFirst("^which of", "of"))
        : "%s: told %s, %s?".formatted(dataSet(data, name), told, asked(data, fine));
  }

  /** What a configuration says of data; missing where it cannot be read. */
  private static JsonNode data(String configuration) {
    try {
      return YamlReader.read(RunFolder.CONFIG, configuration).path("data");
    } catch (ConfigurationException notReadable) {
      return MissingNode.getInstance();
    }
  }

  /** Name of the data set of a configuration; that of the folder where it says nothing. */
  static String dataSet(String configuration, String name) {
    return dataSet(data(configuration), name);
  }

  private static String asked(JsonNode data, Measure fine) {
    JsonNode column = data.path("labels").path("fine");
    String name = column.isTextual() ? column.asText() : column.path("classes").asText("");
    return switch (fine.key()) {
      case "probeR2" -> "what is " + (name.isEmpty() ? "the number" : "the " + name);
      case "transferMeanSquaredError" -> "what are the shares";
      default ->
          "which " + (name.isEmpty() || name.equals("fine") ? "fine class is it" : name + " is it");
    };
  }

  private static String dataSet(JsonNode data, String name) {
    for (String key : NAMED_BY) {
      JsonNode file = data.path(key);
      String path = file.isArray() ? file.path(0).asText("") : file.asText("");
      String stem =
          path.replaceFirst("/+$", "").replaceFirst(".*/", "").replaceFirst("\\.[^.]*$", "");
      if (!stem.isEmpty() && !stem.equals("train")) {
        return capital(stem);
      }
    }
    String source = data.path("source").asText("");
    return capital(source.isEmpty() ? name : source);
  }

  private static String capital(String words) {
    return words.substring(0, words.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT)
        + words.substring(words.offsetByCodePoints(0, 1));
  }
}
