package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.fierce.experiment.Fierce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceServiceTest {
  /** What the invented houses of a district cost more than others. */
  private static final List<String> DISTRICTS = List.of("harbour", "hill", "park");

  @TempDir private Path folder;

  private static double price(int rooms, double size, String district) {
    return 20_000 * rooms + 2_000 * size + 50_000 * DISTRICTS.indexOf(district);
  }

  /** Six hundred invented houses with a grade, which training sees, and a price. */
  private Path houses() throws IOException {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("rooms,size,district,grade,price"));
    for (int i = 0; i < 600; i++) {
      int rooms = 1 + random.nextInt(6);
      double size = 20 * rooms + 40 * random.nextDouble();
      String district = DISTRICTS.get(random.nextInt(3));
      double price = price(rooms, size, district) * (1 + 0.02 * random.nextGaussian());
      String grade = price < 250_000 ? "plain" : price < 400_000 ? "good" : "fine";
      lines.add(
          String.format(Locale.ROOT, "%d,%.1f,%s,%s,%.0f", rooms, size, district, grade, price));
    }
    return Files.write(folder.resolve("houses.csv"), lines);
  }

  @Test
  void aServiceTellsThePriceOfAHouseItHasNotSeen() throws IOException {
    Path run = folder.resolve("run");
    Fierce.table(houses(), "grade").fine("price").set("training.epochs", "10").train(run).close();
    try (PriceService service = new PriceService(run.resolve("model.fierce"))) {
      PriceService.Price told = service.of(3, 80, "hill");
      double exact = price(3, 80, "hill");
      assertEquals("good", told.grade());
      assertEquals(exact, told.value(), 0.2 * exact);
      assertTrue(told.low() < told.value() && told.value() < told.high());
    }
  }
}
