package org.fierce.report;

import java.util.Locale;

/** The mark of a method: a colour, and a shape for those who do not tell colours. */
final class Mark {
  private static final int STYLES = 8;

  private Mark() {}

  /** The style's number, as curves have it. */
  static int style(Details.Method method) {
    return method.place() % STYLES;
  }

  /** A path, about 8 units large; that of a rival is hollow. */
  static String of(Details.Method method, double x, double y) {
    int style = style(method);
    String shape =
        switch (style % 4) {
          case 0 -> "M%1$.1f %2$.1fm-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z";
          case 1 -> "M%1$.1f %2$.1fm-4 -4h8v8h-8z";
          case 2 -> "M%1$.1f %2$.1fm0 -5l5 9h-10z";
          default -> "M%1$.1f %2$.1fm0 -5l5 5l-5 5l-5 -5z";
        };
    return "<path class=\"mark s%d%s\" d=\"%s\"/>"
        .formatted(
            style, method.isRival() ? " hollow" : "", String.format(Locale.ROOT, shape, x, y));
  }
}
