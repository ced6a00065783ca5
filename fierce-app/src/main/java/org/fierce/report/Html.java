package org.fierce.report;

/** Builds HTML text: every value that is put in is escaped. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Puts markup in as it is; only for literals of this program. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Puts a value in as text. */
  Html text(String value) {
    text.append(escape(value));
    return this;
  }

  /** An element that holds text alone. */
  Html element(String tag, String attributes, String value) {
    raw("<" + tag + (attributes.isEmpty() ? "" : " " + attributes) + ">");
    return text(value).raw("</" + tag + ">");
  }

  /** Escapes the five characters that mean something in HTML; hidden ones are shown. */
  static String escape(String value) {
    String visible = VisibleText.lines(value);
    StringBuilder escaped = new StringBuilder(visible.length() + 16);
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
