package org.fierce.data.encode;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.fierce.data.csv.CsvFile;
import org.fierce.data.csv.DateForm;
import org.fierce.data.csv.NumberForm;
import org.fierce.data.csv.NumberText;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;

/** A column of a table and what was learnt of it: how its cells become features. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TableColumn.OfNumbers.class, name = "numbers"),
  @JsonSubTypes.Type(value = TableColumn.OfGroupedNumbers.class, name = "grouped-numbers"),
  @JsonSubTypes.Type(value = TableColumn.OfCategories.class, name = "categories"),
  @JsonSubTypes.Type(value = TableColumn.OfDates.class, name = "dates")
})
sealed interface TableColumn {
  /** Name of the column. */
  String name();

  /** Names of the features made of it. */
  List<String> features();

  /** Number of features made of it, at least 1. */
  int width();

  /** What is subtracted from each of its features. */
  DoubleStream offsets();

  /** What its cells are, in words. */
  String expected();

  /**
   * What a cell says: a {@link Double}, or the text of a category; null where it is missing.
   *
   * @param missing texts that stand for a missing value
   * @throws DatasetFormatException if it says something else, naming column and text
   */
  @Nullable Object value(@Nullable Object cell, Set<String> missing) throws DatasetFormatException;

  /**
   * Writes the features of a value into zeros.
   *
   * @return whether the value is known; of a category that no training row had all features stay 0
   */
  boolean write(@Nullable Object value, float[] target, int at);

  /** The value that features were made of; null where it was missing or unknown. */
  @Nullable Object read(float[] input, int at);

  /** The refusal of a category that no training row had, at a place that messages begin with. */
  default DatasetFormatException refusal(String place, String text) {
    return new DatasetFormatException(
        ("%scolumn %s is \"%s\", which no training row has; they have %s. Correct it, or set unseen: zeros"
                + " to read it as none of them.")
            .formatted(place, name(), text, expected()));
  }

  /** The text of a cell without blanks at its ends; empty where there is none. */
  private static String text(@Nullable Object cell) {
    return cell == null ? "" : CsvFile.trimmed(NumberText.of(cell));
  }

  /** Numbers as they are. */
  sealed interface Numbers extends TableColumn permits OfNumbers, OfGroupedNumbers {
    /** Mean of the training rows, which stands for a missing value. */
    double mean();

    /** What is subtracted; 0 in most columns. */
    double offset();

    /** Whether a feature beside says 1 where the value is missing. */
    boolean hasIndicator();

    /** How texts are written. */
    NumberForm form();

    /** A column that was learnt. */
    static Numbers of(
        String name, double mean, double offset, boolean hasIndicator, NumberForm form) {
      return form.group() == 0
          ? new OfNumbers(name, mean, offset, hasIndicator, form.decimalComma())
          : new OfGroupedNumbers(
              name, mean, offset, hasIndicator, form.decimalComma(), String.valueOf(form.group()));
    }

    private static void check(String name, double mean, double offset) {
      if (!Double.isFinite(mean) || !Double.isFinite(offset)) {
        throw new IllegalArgumentException(
            "column %s has mean %s and offset %s; expected finite numbers"
                .formatted(name, mean, offset));
      }
    }

    @Override
    default List<String> features() {
      return hasIndicator() ? List.of(name(), name() + " is missing") : List.of(name());
    }

    @Override
    default int width() {
      return hasIndicator() ? 2 : 1;
    }

    @Override
    default DoubleStream offsets() {
      return hasIndicator() ? DoubleStream.of(offset(), 0) : DoubleStream.of(offset());
    }

    @Override
    default String expected() {
      return "a number";
    }

    @Override
    default @Nullable Double value(@Nullable Object cell, Set<String> missing)
        throws DatasetFormatException {
      double value;
      if (cell instanceof Number number) {
        value = number.doubleValue();
      } else {
        String text = TableColumn.text(cell);
        if (NumberText.isMissing(text) || missing.contains(text)) {
          return null;
        }
        value = form().value(text);
      }
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        throw new DatasetFormatException(
            "column %s is \"%s\"; expected a finite number, as %s. Correct it, or give null where it is not known."
                .formatted(name(), cell, form().example()));
      }
      return value;
    }

    @Override
    default boolean write(@Nullable Object value, float[] target, int at) {
      write(value == null ? Double.NaN : (Double) value, target, at);
      return true;
    }

    /** Writes a number, NaN where it is missing. */
    default void write(double value, float[] target, int at) {
      boolean isMissing = Double.isNaN(value);
      target[at] = (float) ((isMissing ? mean() : value) - offset());
      if (hasIndicator()) {
        target[at + 1] = isMissing ? 1 : 0;
      }
    }

    @Override
    default @Nullable Object read(float[] input, int at) {
      if (hasIndicator() && input[at + 1] == 1) {
        return null;
      }
      return offset() == 0 ? (Object) input[at] : (Object) (input[at] + offset());
    }
  }

  /**
   * Numbers whose thousands nothing parts.
   *
   * @param hasDecimalComma whether texts are written as {@code 1,5}
   */
  record OfNumbers(
      String name, double mean, double offset, boolean hasIndicator, boolean hasDecimalComma)
      implements Numbers {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public OfNumbers {
      Numbers.check(name, mean, offset);
    }

    @Override
    public NumberForm form() {
      return hasDecimalComma ? NumberForm.COMMA : NumberForm.POINT;
    }
  }

  /**
   * Numbers whose thousands are parted.
   *
   * @param hasDecimalComma whether decimals follow a comma, as in {@code 1.234,5}
   * @param group what parts thousands
   */
  record OfGroupedNumbers(
      String name,
      double mean,
      double offset,
      boolean hasIndicator,
      boolean hasDecimalComma,
      String group)
      implements Numbers {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite, or {@code group} parts no thousands
     */
    public OfGroupedNumbers {
      Numbers.check(name, mean, offset);
      NumberForm.of(hasDecimalComma, group);
    }

    @Override
    public NumberForm form() {
      return NumberForm.of(hasDecimalComma, group);
    }
  }

  /** Categories, a feature each: 1 for the row's own, else 0. */
  final class OfCategories implements TableColumn {
    private final String name;
    private final List<String> categories;
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * The categories of a column.
     *
     * @param categories in the order of their features, each once; the empty one stands for a
     *     missing value
     * @throws IllegalArgumentException if there is none, or one stands there twice
     */
    @JsonCreator
    public OfCategories(
        @JsonProperty("name") String name, @JsonProperty("categories") List<String> categories) {
      this.name = Objects.requireNonNull(name);
      this.categories = List.copyOf(categories);
      for (String category : categories) {
        places.put(category, places.size());
      }
      if (categories.isEmpty() || places.size() < categories.size()) {
        throw new IllegalArgumentException(
            "column %s has the categories %s; expected at least one, and each once"
                .formatted(name, categories));
      }
    }

    @Override
    @JsonProperty
    public String name() {
      return name;
    }

    /** The categories in the order of their features. */
    @JsonProperty
    public List<String> categories() {
      return categories;
    }

    /** Whether a training row had a category. */
    boolean isKnown(String category) {
      return places.containsKey(category);
    }

    @Override
    public List<String> features() {
      return categories.stream()
          .map(category -> name + (category.isEmpty() ? " is missing" : " = " + category))
          .toList();
    }

    @Override
    public int width() {
      return categories.size();
    }

    @Override
    public DoubleStream offsets() {
      return DoubleStream.generate(() -> 0).limit(width());
    }

    @Override
    public String expected() {
      return categories.size() <= 10
          ? String.join(", ", categories)
          : String.join(", ", categories.subList(0, 10))
              + " and "
              + (categories.size() - 10)
              + " more";
    }

    @Override
    public @Nullable String value(@Nullable Object cell, Set<String> missing) {
      String text = text(cell);
      return text.isEmpty() || missing.contains(text) ? null : CsvFile.composed(text);
    }

    @Override
    public boolean write(@Nullable Object value, float[] target, int at) {
      Integer place = places.get(value == null ? "" : value.toString());
      if (place != null) {
        target[at + place] = 1;
      }
      return place != null;
    }

    @Override
    public @Nullable Object read(float[] input, int at) {
      for (int i = 0; i < categories.size(); i++) {
        if (input[at + i] == 1) {
          return categories.get(i).isEmpty() ? null : categories.get(i);
        }
      }
      return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof OfCategories column
          && name.equals(column.name)
          && categories.equals(column.categories);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + categories.hashCode();
    }
  }

  /**
   * Dates: the days since the first training row's, and what comes round again, as far as it
   * differs between training rows.
   *
   * @param form how texts are written; {@code 2024-01-31} is read in any case
   * @param origin the first date of the training rows, as {@code 2024-01-31}
   * @param parts what features are made of, the days first
   * @param hasIndicator whether a feature behind says 1 where the value is missing
   */
  record OfDates(String name, DateForm form, String origin, List<Part> parts, boolean hasIndicator)
      implements TableColumn {
    /** What a feature says of a date. */
    enum DatePart {
      /** Days since the origin; the time is a part of a day. */
      @JsonProperty("days")
      DAYS,
      /** 1 to 12. */
      @JsonProperty("month")
      MONTH,
      /** 1, a Monday, to 7. */
      @JsonProperty("weekday")
      WEEKDAY,
      /** 0 to 24, with minutes as a part of an hour. */
      @JsonProperty("hour")
      HOUR;

      /** Of a date, in days since 1970-01-01. */
      double of(double days, double origin) {
        long day = (long) Math.floor(days);
        return switch (this) {
          case DAYS -> days - origin;
          case MONTH -> LocalDate.ofEpochDay(day).getMonthValue();
          case WEEKDAY -> LocalDate.ofEpochDay(day).getDayOfWeek().getValue();
          case HOUR -> 24 * (days - day);
        };
      }
    }

    /**
     * A feature.
     *
     * @param part what it says
     * @param mean of the training rows, which stands for a missing value
     */
    record Part(DatePart part, double mean) {}

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the days are not the first, or the origin is no date
     */
    public OfDates {
      parts = List.copyOf(parts);
      if (parts.isEmpty() || parts.get(0).part() != DatePart.DAYS) {
        throw new IllegalArgumentException(
            "column %s has the parts %s; expected the days first".formatted(name, parts));
      }
      try {
        LocalDate.parse(origin);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "column %s counts days from \"%s\"; expected a date, as 2024-01-31"
                .formatted(name, origin),
            e);
      }
    }

    @Override
    public List<String> features() {
      List<String> features = new ArrayList<>();
      for (Part part : parts) {
        features.add(
            switch (part.part()) {
              case DAYS -> "%s (days since %s)".formatted(name, origin);
              case MONTH -> name + " (month)";
              case WEEKDAY -> name + " (day of the week)";
              case HOUR -> name + " (hour)";
            });
      }
      if (hasIndicator) {
        features.add(name + " is missing");
      }
      return features;
    }

    @Override
    public int width() {
      return parts.size() + (hasIndicator ? 1 : 0);
    }

    @Override
    public DoubleStream offsets() {
      return DoubleStream.generate(() -> 0).limit(width());
    }

    @Override
    public String expected() {
      return "a date";
    }

    @Override
    public @Nullable Double value(@Nullable Object cell, Set<String> missing)
        throws DatasetFormatException {
      String text = text(cell);
      if (NumberText.isMissing(text) || missing.contains(text)) {
        return null;
      }
      double days = form.days(text);
      days = Double.isNaN(days) ? DateForm.YEAR_FIRST.days(text) : days;
      if (Double.isNaN(days)) {
        throw new DatasetFormatException(
            "column %s is \"%s\"; expected a date, as %s. Correct it, or give null where it is not known."
                .formatted(name, cell, form.example()));
      }
      return days;
    }

    @Override
    public boolean write(@Nullable Object value, float[] target, int at) {
      write(value == null ? Double.NaN : (Double) value, target, at);
      return true;
    }

    /** Writes a date in days since 1970-01-01, NaN where it is missing. */
    void write(double days, float[] target, int at) {
      boolean isMissing = Double.isNaN(days);
      double first = LocalDate.parse(origin).toEpochDay();
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        target[at + i] = (float) (isMissing ? part.mean() : part.part().of(days, first));
      }
      if (hasIndicator) {
        target[at + parts.size()] = isMissing ? 1 : 0;
      }
    }

    @Override
    public @Nullable Object read(float[] input, int at) {
      if (hasIndicator && input[at + parts.size()] == 1) {
        return null;
      }
      double days = LocalDate.parse(origin).toEpochDay() + input[at];
      long minutes = Math.round(1440 * days);
      LocalDateTime time =
          LocalDate.ofEpochDay(Math.floorDiv(minutes, 1440L))
              .atStartOfDay()
              .plusMinutes(Math.floorMod(minutes, 1440L));
      return Math.floorMod(minutes, 1440L) == 0 ? time.toLocalDate().toString() : time.toString();
    }
  }
}
