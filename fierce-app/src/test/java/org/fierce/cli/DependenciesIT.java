package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials, what is shipped and docs/dependencies.md say the same. */
class DependenciesIT {
  private static final Path DIST = Path.of("target/dist");
  private static final Path DOCS = Path.of("../docs/dependencies.md");
  private static final Pattern ROW =
      Pattern.compile("\\| ([a-z][\\w.-]*:[\\w.-]+) \\| ([^ |]+) \\|.*");
  private static final String GPU = "gpu profile";

  private static Set<String> documented(boolean withGpu) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String line : Files.readAllLines(DOCS)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && (withGpu || !line.contains(GPU))) {
        found.add(row.group(1) + ":" + row.group(2));
      }
    }
    return found;
  }

  private static Set<String> billed() throws IOException {
    Path file = DIST.resolve("fierce.cdx.json");
    // Its plugin does not work offline; a build with -Dsbom.phase=none has none.
    assumeThat(file).exists();
    Set<String> found = new TreeSet<>();
    JsonNode bill = new ObjectMapper().readTree(file.toFile());
    for (JsonNode component : bill.path("components")) {
      String group = component.path("group").asText();
      if (!group.equals("org.fierce")) {
        found.add(
            "%s:%s:%s"
                .formatted(
                    group, component.path("name").asText(), component.path("version").asText()));
      }
    }
    return found;
  }

  private static boolean isGpuBuild(Set<String> billed) {
    return billed.stream().anyMatch(each -> each.startsWith("org.bytedeco:cuda:"));
  }

  @Test
  void theDocsListWhatTheBillOfMaterialsLists() throws IOException {
    Set<String> billed = billed();
    assertThat(documented(isGpuBuild(billed))).isEqualTo(billed);
  }

  @Test
  void everyJarThatIsShippedStandsInTheBillOfMaterials() throws IOException {
    Set<String> names =
        billed().stream()
            .map(each -> each.substring(each.indexOf(':') + 1).replace(':', '-'))
            .collect(Collectors.toSet());
    try (Stream<Path> jars = Files.list(DIST.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", "")))
          .filteredOn(jar -> !jar.startsWith("fierce-"))
          .isNotEmpty()
          .allMatch(
              jar ->
                  names.stream().anyMatch(name -> jar.equals(name) || jar.startsWith(name + "-")));
    }
  }
}
