package org.fierce.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.fierce.run.PixelPlaces;

/** The part of the report that draws shares as maps of the scene, beside the true ones. */
final class SceneSection {
  /** Dark blue over green to yellow: lightness rises all the way. */
  private static final int[] SCALE = {
    0x2d1160, 0x2a4a8a, 0x1f7a8c, 0x2fa57d, 0x8cc751, 0xf6e03c,
  };

  private SceneSection() {}

  static void write(Html page, Details details) throws IOException {
    PixelPlaces places = details.places();
    TestRows truth = details.labels();
    List<Details.Method> methods =
        details.withRows().stream()
            .filter(m -> !m.runs().get(0).predictedShares().isEmpty())
            .toList();
    if (places == null
        || truth == null
        || methods.isEmpty()
        || places.test().length != truth.size()) {
      return;
    }
    page.raw("<section id=\"scene\"><h2>Shares over the scene</h2>\n<p class=\"aside\">")
        .raw(
            "Test pixels of the first seed; the others are left blank. The truth, then what the probe says. ")
        .raw("<span class=\"scale\" aria-hidden=\"true\"></span> 0 to 1</p>\n");
    for (String component : truth.shares().keySet()) {
      page.element("h3", "", component);
      page.raw("<div class=\"scenes\">\n");
      scene(page, "truth", component, places, truth.shares().get(component), "");
      for (Details.Method method : methods) {
        double[] said = method.runs().get(0).predictedShares().get(component);
        double[] wanted = truth.shares().get(component);
        if (said != null && wanted != null) {
          String error = "mean error " + Numbers.fixed(meanError(said, wanted), 3);
          scene(page, method.name(), component, places, said, error);
        }
      }
      page.raw("</div>\n");
    }
    page.raw("</section>\n");
  }

  private static double meanError(double[] said, double[] truth) {
    double sum = 0;
    for (int row = 0; row < truth.length; row++) {
      sum += Math.abs(said[row] - truth[row]);
    }
    return sum / truth.length;
  }

  private static void scene(
      Html page, String name, String component, PixelPlaces places, double[] shares, String error)
      throws IOException {
    page.raw(
            "<figure><img width=\""
                + places.width()
                + "\" height=\""
                + places.height()
                + "\" alt=\"")
        .text(
            "Share of %s over the scene, %s%s"
                .formatted(component, name, error.isEmpty() ? "" : ", " + error))
        .raw("\" src=\"data:image/png;base64,")
        .raw(Base64.getEncoder().encodeToString(png(places, shares)))
        .raw("\"><figcaption>")
        .text(name)
        .raw(" <small>")
        .text(error)
        .raw("</small></figcaption></figure>\n");
  }

  /** A pixel a test row, the rest transparent. */
  private static byte[] png(PixelPlaces places, double[] shares) throws IOException {
    BufferedImage image =
        new BufferedImage(places.width(), places.height(), BufferedImage.TYPE_INT_ARGB);
    for (int row = 0; row < shares.length; row++) {
      int pixel = places.test()[row];
      image.setRGB(pixel % places.width(), pixel / places.width(), colour(shares[row]));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Steps of 1/40, so that files stay small. */
  private static int colour(double share) {
    double place = Math.round(Math.max(0, Math.min(1, share)) * 40) / 40.0 * (SCALE.length - 1);
    int from = Math.min((int) place, SCALE.length - 2);
    double part = place - from;
    int colour = 0xff;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int low = SCALE[from] >> shift & 0xff;
      int high = SCALE[from + 1] >> shift & 0xff;
      colour = colour << 8 | (int) Math.round(low + part * (high - low));
    }
    return colour;
  }

  /** The colours from 0 to 1 as a gradient. */
  static String style() {
    StringBuilder colours = new StringBuilder();
    for (int colour : SCALE) {
      colours
          .append(colours.isEmpty() ? "" : ",")
          .append(String.format(Locale.ROOT, "#%06x", colour));
    }
    return ".scale{background:linear-gradient(90deg," + colours + ")}\n";
  }
}
