package org.fierce.app.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine;

/** Seeds on the command line: {@code 5} for 0 to 4, or {@code 100-104}. */
record SeedRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("(?:(\\d{1,9})-)?(\\d{1,9})");

  /** Every seed, in order. */
  List<Long> seeds() {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  /** As it was asked for. */
  @Override
  public String toString() {
    return first == 0 ? Long.toString(last + 1) : first + "-" + last;
  }

  /** Reads what was typed. */
  static final class Converter implements CommandLine.ITypeConverter<SeedRange> {
    @Override
    public SeedRange convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new CommandLine.TypeConversionException(
            "'%s' is neither a number of seeds, as 5, nor a range of them, as 100-104"
                .formatted(text));
      }
      long last = Long.parseLong(form.group(2));
      SeedRange range =
          form.group(1) == null
              ? new SeedRange(0, last - 1)
              : new SeedRange(Long.parseLong(form.group(1)), last);
      if (range.last < range.first) {
        throw new CommandLine.TypeConversionException(
            "'%s' names no seed; give at least one, as 5 or 100-104".formatted(text));
      }
      return range;
    }
  }
}
