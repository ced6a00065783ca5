package org.fierce.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a CSV table of many rows, the same for the same arguments: an id, 16 measured numbers, two
 * categories, a date, a coarse class and a fine number that follows from the measured ones.
 * 1,000,000 rows are 160 MB.
 */
public final class LargeTable {
  private static final int NUMBERS = 16;
  private static final String[] COLOURS = {"red", "green", "blue", "yellow", "black", "white"};
  private static final long SEED = 7;

  private LargeTable() {}

  /**
   * Writes the table.
   *
   * @param arguments name of the file, number of rows
   */
  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[1]);
    Random random = new Random(SEED);
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(arguments[0]))) {
      out.write("id");
      for (int c = 0; c < NUMBERS; c++) {
        out.write(",x" + c);
      }
      out.write(",colour,town,day,grade,price\n");
      StringBuilder line = new StringBuilder();
      for (int row = 0; row < rows; row++) {
        line.setLength(0);
        line.append('r').append(row);
        double sum = 0;
        for (int c = 0; c < NUMBERS; c++) {
          double value = random.nextGaussian() * (c + 1);
          sum += value / (c + 1);
          line.append(',')
              .append(c % 4 == 3 ? Long.toString(Math.round(value * 10)) : fixed(value));
        }
        double price = 100 + 10 * sum + random.nextGaussian();
        line.append(',').append(COLOURS[random.nextInt(COLOURS.length)]);
        line.append(",town").append(random.nextInt(12));
        line.append(",2021-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28)));
        line.append(price < 80 ? ",low," : price < 120 ? ",mid," : ",high,");
        line.append(row % 20 == 0 ? "" : fixed(price)).append('\n');
        out.write(line.toString());
      }
    }
  }

  /** A number with five decimals. */
  private static String fixed(double value) {
    long scaled = Math.round(Math.abs(value) * 100_000);
    String decimals = Long.toString(100_000 + scaled % 100_000).substring(1);
    return (value < 0 ? "-" : "") + scaled / 100_000 + "." + decimals;
  }
}
