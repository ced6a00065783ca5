package org.fierce.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Writes {@code report.html}: one file that needs no network and no script, made from the files of
 * a run or comparison folder alone.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Builds the report of a folder and writes it there.
   *
   * @return the file written
   * @throws IllegalArgumentException if the folder holds no results
   * @throws IOException if a file is malformed, or cannot be read or written
   */
  public static Path write(Path folder) throws IOException {
    Path report = folder.resolve("report.html");
    Path beside = folder.resolve("report.html.part");
    Files.writeString(beside, html(ResultFiles.read(folder)));
    return Files.move(beside, report, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The page as text. */
  static String html(Results results) throws IOException {
    Html page = new Html();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .element("title", "", results.title() + " – Fierce")
        .raw("\n<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n");
    head(page, results);
    ScoreSections.write(page, results);
    CurveSection.write(page, results);
    provenance(page, results);
    page.raw("</main>\n</body>\n</html>\n");
    return page.toString();
  }

  private static void head(Html page, Results results) {
    page.raw("<header>")
        .element("p", "class=\"kind\"", results.comparison() ? "Fierce comparison" : "Fierce run");
    page.element("h1", "", results.title());
    for (String verdict : results.verdicts()) {
      boolean warns = verdict.startsWith("Training did not pay");
      page.element("p", warns ? "class=\"note\"" : "class=\"verdict\"", verdict);
    }
    for (String note : results.notes()) {
      page.element("p", "class=\"note\"", note);
    }
    page.raw("</header>\n");
  }

  private static void provenance(Html page, Results results) {
    if (results.facts().isEmpty() && results.configuration().isEmpty()) {
      return;
    }
    page.raw("<section><h2>Where the numbers come from</h2>\n");
    if (!results.facts().isEmpty()) {
      page.raw("<details><summary>Version, data, machine</summary><dl>");
      results.facts().forEach((key, value) -> page.element("dt", "", key).element("dd", "", value));
      page.raw("</dl></details>\n");
    }
    if (!results.configuration().isEmpty()) {
      page.raw("<details><summary>Configuration</summary>")
          .element("pre", "", results.configuration())
          .raw("</details>\n");
    }
    page.raw("</section>\n");
  }

  private static String style() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"), "report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
