package org.fierce.cli;

import org.fierce.config.SeedList;
import picocli.CommandLine;

/** Reads the seeds that were typed. */
final class SeedConverter implements CommandLine.ITypeConverter<SeedList> {
  @Override
  public SeedList convert(String text) {
    try {
      return SeedList.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }
}
