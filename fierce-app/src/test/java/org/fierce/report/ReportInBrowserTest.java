package org.fierce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** Looks at reports as people do; skipped where no Chromium is installed. */
class ReportInBrowserTest {
  /** Charts that have no size, or draw nothing. */
  private static final String EMPTY_CHARTS =
      """
      document.querySelectorAll('details').forEach(each => each.open = true);
      return [...document.querySelectorAll('main svg, main img, main .picture, table.confusion')]
        .filter(chart => {
          const box = chart.getBoundingClientRect();
          const drawn = chart.getBBox && !chart.closest('.marks') ? chart.getBBox() : box;
          return box.width < 1 || box.height < 1 || (drawn.width < 1 && drawn.height < 1)
            || (chart.tagName === 'IMG' && chart.naturalWidth < 1);
        }).map(chart => chart.outerHTML.slice(0, 200));
      """;

  /** Texts whose contrast to what lies behind them is below 4.5 (WCAG 2.1, 1.4.3). */
  private static final String FAINT_TEXTS =
      """
      const parse = colour => colour.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const behind = element => {
        for (let e = element; e; e = e.parentElement) {
          const colour = getComputedStyle(e).backgroundColor;
          const parts = parse(colour);
          if (colour.startsWith('rgb') && (parts.length < 4 || parts[3] === 1)) return parts;
        }
      };
      document.querySelectorAll('details').forEach(each => each.open = true);
      return [...document.querySelectorAll('main *')]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length)
        .filter(e => !['DESC', 'TITLE', 'OPTION', 'SCRIPT'].includes(e.tagName.toUpperCase()))
        .filter(e => {
          const style = getComputedStyle(e);
          const a = light(parse(e instanceof SVGElement ? style.fill : style.color));
          const b = light(behind(e));
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
        }).map(e => e.outerHTML.slice(0, 120));
      """;

  @TempDir private static Path folder;

  private static Browser browser;

  @BeforeAll
  static void reportsOfPicturesNumbersAndShares() throws IOException {
    browser = Browser.start();
    for (String kind : List.of("images", "numbers", "shares")) {
      Path made = Files.createDirectories(folder.resolve(kind));
      switch (kind) {
        case "images" -> ReportFolders.images(made);
        case "numbers" -> ReportFolders.numbers(made);
        default -> ReportFolders.shares(made);
      }
      HtmlReport.write(made);
    }
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Browser page(String kind, int width, boolean dark) {
    return browser.open(folder.resolve(kind + "/report.html"), width, dark);
  }

  @ParameterizedTest
  @CsvSource({
    "images, 1280, false", "images, 390, true", "numbers, 390, false",
    "numbers, 1280, true", "shares, 1280, true", "shares, 390, false"
  })
  void everyChartIsDrawnReadablyAndNothingLeavesThePage(String kind, int width, boolean dark) {
    Browser page = page(kind, width, dark);
    assertThat(page.text(".verdict")).isEqualTo("fierce cannot be told from cross-entropy.");
    assertThat(page.run("return document.querySelectorAll('main svg').length"))
        .asString()
        .satisfies(count -> assertThat(Integer.parseInt(count)).isGreaterThan(8));
    assertThat((List<?>) page.run(EMPTY_CHARTS)).as("charts without a size").isEmpty();
    assertThat((List<?>) page.run(FAINT_TEXTS)).as("texts with little contrast").isEmpty();
    assertThat(page.claims("document.scrollingElement.scrollWidth <= innerWidth"))
        .as("no sideways scroll")
        .isTrue();
    assertThat(page.console()).isEmpty();
    assertThat(page.requestsAway()).isEmpty();
    assertThat(
            page.run(
                "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('data:'))"))
        .isEqualTo(List.of());
  }

  @Test
  void aPointShowsItsPictureAndWhatWasSaidOfIt() {
    Browser page = page("images", 1280, false);
    // Row 0 is the lower left point of the grid: a rose, told wrong.
    String place =
        "const r = document.querySelector('.plot svg').getBoundingClientRect();"
            + "const m = document.querySelector('.plot .dots').getAttribute('d').match(/M([\\d.]+) ([\\d.]+)/);"
            + "return [Math.round(m[1] * r.width / 400), Math.round(m[2] * r.height / 400)]";
    List<?> at = (List<?>) page.run(place);
    page.hover(".plot svg", ((Number) at.get(0)).intValue(), ((Number) at.get(1)).intValue());
    page.awaits("!document.querySelector('.plot .tip').hidden");
    assertThat(page.text(".plot .tip"))
        .contains("rose", "coarse class flower", "✗ told tulip", "row leaf 0");
    assertThat(
            page.claims(
                "(p => p.getBoundingClientRect().width > 20 && getComputedStyle(p).backgroundImage.startsWith('url(\"data:image/jpeg'))(document.querySelector('.tip .picture'))"))
        .isTrue();
    assertThat(page.claims("document.querySelectorAll('.ring[visibility=visible]').length === 2"))
        .as("the row is marked in both maps")
        .isTrue();
    assertThat(page.console()).isEmpty();
  }

  @Test
  void oneCoarseClassCanBeLookedAtClosely() {
    Browser page = page("images", 1280, false);
    page.choose("#map-zoom", "flower");
    assertThat(page.text("#map .marks")).isEqualTo("rose\ntulip");
    assertThat(page.text("#map .panel figcaption")).startsWith("20 test rows");
    assertThat(page.claims("document.querySelector('#map-colour').value === 'fine'")).isTrue();
    page.choose("#map-colour", "right or wrong (kNN inside the true coarse class)");
    assertThat(page.text("#map .marks")).isEqualTo("wrong\nright");
    page.choose("#map-method-1", "cross-entropy");
    page.choose("#map-layout-1", "UMAP");
    page.click("#map .marks button");
    assertThat(page.claims("document.querySelectorAll('#map .faint').length === 2")).isTrue();
    assertThat(page.console()).isEmpty();
  }

  @Test
  void pointsAreReachedByKeyboard() {
    Browser page = page("images", 1280, true);
    page.press(".plot svg", Keys.ARROW_RIGHT, Keys.ARROW_UP);
    String before = page.text("#map .tip");
    assertThat(before).contains("coarse class");
    assertThat((String) page.run("return document.querySelector('#map [aria-live]').textContent"))
        .contains("coarse class");
    page.press(".plot svg", Keys.ARROW_LEFT);
    assertThat(page.text("#map .tip")).isNotEqualTo(before);
    page.press(".plot svg", Keys.ENTER);
    assertThat(page.claims("document.querySelector('#map-zoom').value >= 0")).isTrue();
    page.press(".plot svg", Keys.ESCAPE, Keys.ESCAPE);
    assertThat(page.claims("document.querySelector('#map-zoom').value === '-1'")).isTrue();
    assertThat(page.console()).isEmpty();
  }

  @Test
  void rowValuesStandAtThePointsOfATable() {
    Browser page = page("numbers", 390, true);
    page.press(".plot svg", Keys.ARROW_RIGHT);
    assertThat(page.text("#map .tip")).contains("rooms ", "street lane <", "predicted ");
    for (String colour :
        List.of("true value", "size of the error", "confidence of the prediction")) {
      page.choose("#map-colour", colour);
      assertThat(page.text("#map .marks")).isNotBlank();
    }
    assertThat(page.claims("document.scrollingElement.scrollWidth <= innerWidth")).isTrue();
    assertThat(page.console()).isEmpty();
  }

  @Test
  void confusionIsShownForTheChosenClass() {
    Browser page = page("images", 1280, false);
    page.choose("#confusion-class", "flower");
    // Of 10 roses (rows 0, 6, ...) rows 0 and 30 are told as tulips.
    assertThat(page.text("#confusion tbody tr:first-child")).isEqualTo("rose .80 .20");
    page.choose("#confusion-class", "tree");
    assertThat(page.text("#confusion caption")).isEqualTo("cross-entropy: 0.800 right");
    page.choose("#confusion-method-0", "fierce");
    assertThat(page.text("#confusion caption")).startsWith("fierce: ");
    assertThat(page.console()).isEmpty();
  }

  @Test
  void theCommandIsCopiedAndPaperShowsEverything() {
    Browser page = page("shares", 1280, false);
    page.click("[data-copies]");
    page.awaits("document.querySelector('[data-copies]').textContent !== 'Copy'");
    page.run("dispatchEvent(new Event('beforeprint')); return true");
    assertThat(page.claims("!document.querySelector('details:not([open])')")).isTrue();
    page.run("dispatchEvent(new Event('afterprint')); return true");
    assertThat(page.claims("!!document.querySelector('details:not([open])')")).isTrue();
    assertThat(page.console()).isEmpty();
  }
}
