package org.fierce.data.csv;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How dates are written, each with or without a time behind it ({@code 14:30}, {@code 14:30:15.5},
 * with {@code Z} or {@code +02:00} or neither). The year has four digits.
 */
public enum DateForm {
  /** As {@code 2024-01-31} or {@code 2024/1/31}. */
  @JsonProperty("year-first")
  YEAR_FIRST("(?<y>\\d{4})([-/.])(?<m>\\d{1,2})\\2(?<d>\\d{1,2})", "2024-01-31"),

  /** As {@code 31.01.2024} or {@code 31/1/2024}. */
  @JsonProperty("day-first")
  DAY_FIRST("(?<d>\\d{1,2})([-/.])(?<m>\\d{1,2})\\2(?<y>\\d{4})", "31.01.2024"),

  /** As {@code 1/31/2024}. */
  @JsonProperty("month-first")
  MONTH_FIRST("(?<m>\\d{1,2})([-/])(?<d>\\d{1,2})\\2(?<y>\\d{4})", "01/31/2024");

  private static final String TIME =
      "([T ]+(?<h>\\d{1,2}):(?<min>\\d{2})(:(?<s>\\d{2})([.,](?<f>\\d{1,9}))?)? ?(?<zone>Z|[+-]\\d{2}:?\\d{2})?)?";
  private static final int MINUTES = 24 * 60;

  private final Pattern pattern;
  private final String example;

  DateForm(String date, String example) {
    this.pattern = Pattern.compile(date + TIME);
    this.example = example;
  }

  /** A date written so. */
  public String example() {
    return example;
  }

  /**
   * Days from 1970-01-01 to a date, with the time as a part of a day; of a time with an offset from
   * UTC that in UTC. NaN where a text is no such date.
   */
  public double days(String text) {
    Matcher found = pattern.matcher(NumberText.plain(text));
    if (!found.matches()) {
      return Double.NaN;
    }
    long day;
    try {
      day = LocalDate.of(number(found, "y"), number(found, "m"), number(found, "d")).toEpochDay();
    } catch (DateTimeException e) {
      return Double.NaN;
    }
    if (found.group("h") == null) {
      return day;
    }
    int hour = number(found, "h");
    int minute = number(found, "min");
    double second = number(found, "s") + fraction(found.group("f"));
    if (hour > 23 || minute > 59 || second >= 60) {
      return Double.NaN;
    }
    double minutes = 60 * hour + minute - offset(found.group("zone")) + second / 60;
    return day + minutes / MINUTES;
  }

  private static int number(Matcher found, String group) {
    String text = found.group(group);
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static double fraction(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble("0." + digits);
  }

  private static int offset(@org.jspecify.annotations.Nullable String zone) {
    if (zone == null || zone.equals("Z")) {
      return 0;
    }
    String digits = zone.substring(1).replace(":", "");
    int minutes =
        60 * Integer.parseInt(digits.substring(0, 2)) + Integer.parseInt(digits.substring(2));
    return zone.charAt(0) == '-' ? -minutes : minutes;
  }
}
