package org.fierce.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;
import org.fierce.run.Answer;
import org.fierce.run.RunFolder;
import org.fierce.tune.TuningReport;

/**
 * Writes {@code report.html}: one file that needs no network, made from the files of a run,
 * comparison or tuning folder alone. Its one script is named by its digest in the page's policy, so
 * nothing else can run in it and nothing can be loaded.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Builds the report of a folder and writes it there. A run in training may be looked at: the
   * folder is not held.
   *
   * @return the file written
   * @throws IllegalArgumentException if the folder holds no results
   * @throws IOException if a file is malformed, or cannot be read or written
   */
  public static Path write(Path folder) throws IOException {
    Path report = folder.resolve(RunFolder.REPORT);
    AtomicFiles.write(report, html(folder).getBytes(StandardCharsets.UTF_8));
    return report;
  }

  private static String html(Path folder) throws IOException {
    Path tuning = folder.resolve(TuningReport.FILE);
    if (Files.exists(tuning)) {
      return html(TuningReport.read(tuning), folder);
    }
    Results results = Results.read(folder);
    try {
      Answer answer = results.answer() == null ? KnownAnswer.of(results, folder) : results.answer();
      return html(results, answer, Details.read(folder, results));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new DatasetFormatException(
          "%s: its files do not fit together (of examples.csv, map.json, neighbours.json, values.json, places.json, pictures.json, metrics.jsonl): %s; make them again with fierce evaluate"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static String html(TuningReport report, Path folder) throws IOException {
    Html body = new Html();
    String configuration = Results.configuration(folder);
    TuningPage.write(body, folder, report, configuration);
    String question = TuningPage.question(Results.name(folder), configuration);
    return page(question, body, JsonNodeFactory.instance.objectNode(), "");
  }

  /** The page as text. */
  private static String html(Results results, Answer answer, Details details) throws IOException {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    Html body = new Html();
    AnswerSection.write(
        body,
        "%s: %s"
            .formatted(results.comparison() ? "Fierce comparison" : "Fierce run", results.title()),
        answer,
        results.warnings(),
        ScoreSections.capital(intervals(results, answer)) + ".");
    LabelSection.write(body, details);
    NeighbourSection.write(body, details);
    SceneSection.write(body, details);
    MapSection.write(body, details, data);
    ClassSection.write(body, details);
    NumberSection.write(body, details);
    ConfusionSection.write(body, details, data);
    DetailLeftSection.write(body, details);
    ReliabilitySection.write(body, details);
    CurveSection.write(body, results);
    FineOverTimeSection.write(body, results);
    ScoreSections.write(body, results);
    ProvenanceSection.write(body, results);
    names(data.putArray("coarse"), details.coarse());
    names(data.putArray("fine"), details.fine());

    SpriteSheets pictures = details.inputs().pictures();
    return page(answer.question(), body, data, pictures == null ? "" : pictures.style());
  }

  /** What the intervals in the picture mean; of one seed they can only speak of test rows. */
  private static String intervals(Results results, Answer answer) {
    boolean isDrawn = answer.fine().stream().anyMatch(bar -> Double.isFinite(bar.low()));
    return results.seeds() == 1 && isDrawn
        ? "one seed; thin lines show the 95 % interval over the test examples"
        : results.intervals("thin lines show");
  }

  private static String page(String title, Html body, ObjectNode data, String style)
      throws IOException {
    String script = resource("report.js");
    Html page = new Html();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .raw("img-src data:; style-src 'unsafe-inline'; script-src '" + digest(script) + "'; ")
        .raw("base-uri 'none'; form-action 'none'\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .element("title", "", title + " – Fierce")
        .raw("\n<style>\n" + resource("report.css") + SceneSection.style())
        .raw(style)
        .raw("</style>\n</head>\n<body>\n<main>\n")
        .raw(body.toString())
        .raw("</main>\n<script type=\"application/json\" id=\"report-data\">")
        .raw(visible(data).toString().replace("<", "\\u003c"))
        .raw("</script>\n<script>" + script + "</script>\n</body>\n</html>\n");
    return page.toString();
  }

  /** The data with the hidden characters of its texts shown, as the page's script puts them in. */
  private static JsonNode visible(JsonNode data) {
    if (data.isTextual()) {
      return TextNode.valueOf(VisibleText.of(data.textValue()));
    }
    if (data instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, visible(array.get(i)));
      }
    } else if (data instanceof ObjectNode object) {
      object.properties().forEach(property -> property.setValue(visible(property.getValue())));
    }
    return data;
  }

  private static void names(ArrayNode array, ClassIndex classes) {
    classes.names().forEach(array::add);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** As a content security policy names a script. */
  private static String digest(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
