package org.fierce.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.fierce.files.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/model-file.md} tells of every entry and key; the poms of what a service needs. */
class ModelFilePageTest {
  @TempDir private Path folder;

  @Test
  void everyEntryAndKeyStandsThere() throws Exception {
    String page = Files.readString(Path.of("../docs/model-file.md"));
    Path file = GoldenModel.TABLE.copyTo(folder, GoldenModel.NEWEST);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream().forEach(entry -> assertThat(page).contains("\n| `" + entry.getName() + "` | "));
      byte[] json = zip.getInputStream(zip.getEntry(ModelFile.MODEL)).readAllBytes();
      JsonNode model = Json.MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
      model.fieldNames().forEachRemaining(key -> assertThat(page).contains("\n| `" + key + "` | "));
      for (String part : List.of("description", "calibration", "reference")) {
        model
            .path(part)
            .fieldNames()
            .forEachRemaining(key -> assertThat(page).as(part).contains("`" + key + "`"));
      }
    }
    ModelFile.open(file).reference();
    assertThat(page).contains("`features` (F32, [rows, n])", "`coarse` (I64, [rows])", "`ids`");
  }

  /** Compile and runtime dependencies that a module's pom asks for. */
  private static List<String> asked(String module) throws Exception {
    String pom = Files.readString(Path.of("..", module, "pom.xml"));
    return Pattern.compile("(?s)<dependency>(.*?)</dependency>")
        .matcher(pom)
        .results()
        .map((MatchResult match) -> match.group(1))
        .filter(text -> !text.contains("<scope>test</scope>") && !text.contains("<optional>true"))
        .map(text -> text.replaceAll("(?s).*<artifactId>(.*?)</artifactId>.*", "$1"))
        .toList();
  }

  @Test
  void aServiceNeedsNoTensorEngineAndNothingElseThatIsLarge() throws Exception {
    Map<String, List<String>> expected =
        Map.of(
            "fierce-model",
            List.of("fierce-data", "jackson-databind", "onnxruntime"),
            "fierce-data",
            List.of("fastcsv", "jackson-databind"));
    for (Map.Entry<String, List<String>> module : expected.entrySet()) {
      assertThat(asked(module.getKey()))
          .as(module.getKey())
          .containsExactlyInAnyOrderElementsOf(module.getValue());
    }
  }
}
