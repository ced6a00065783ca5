package com.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.fierce.files.DatasetFormatException;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;

/**
 * Tells what a house may cost, from a model that was trained on grades. Safe for any number of
 * threads; one object serves the whole life of a program.
 */
public final class PriceService implements AutoCloseable {
  private final Predictor predictor;

  /** A service over the file {@code model.fierce} that training wrote. */
  public PriceService(Path model) throws IOException {
    predictor = Predictor.load(model);
  }

  /**
   * What is known of a price.
   *
   * @param grade of the house, the likeliest
   * @param low nine prices of ten are above, of low and high together
   * @param high nine prices of ten are below, of low and high together
   */
  public record Price(String grade, double low, double value, double high) {}

  /**
   * The price of a house.
   *
   * @throws DatasetFormatException if a cell is missing or no number
   */
  public Price of(int rooms, double size, String district) throws IOException {
    Prediction prediction =
        predictor.predict(Map.of("rooms", rooms, "size", size, "district", district));
    Prediction.FineNumber price =
        Objects.requireNonNull(prediction.number(), "the model was trained without prices");
    return new Price(prediction.coarse(), price.low(), price.value(), price.high());
  }

  @Override
  public void close() {
    predictor.close();
  }

  /** Prints the price of one house: {@code model.fierce ROOMS SIZE DISTRICT}. */
  public static void main(String[] arguments) throws IOException {
    try (PriceService service = new PriceService(Path.of(arguments[0]))) {
      System.out.println(
          service.of(
              Integer.parseInt(arguments[1]), Double.parseDouble(arguments[2]), arguments[3]));
    }
  }
}
