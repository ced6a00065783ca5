package org.fierce.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the intact lines of a log of JSON objects that may have been cut short or mixed up. */
public final class LenientLines {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private LenientLines() {}

  /** The lines of a file; bytes that are no UTF-8 stand in them as a character of their own. */
  public static List<String> read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  /** The object that a line holds, or null. */
  public static @Nullable JsonNode object(String line) {
    try {
      JsonNode tree = JSON.readTree(line);
      return tree != null && tree.isObject() ? tree : null;
    } catch (JsonProcessingException damaged) {
      return null;
    }
  }
}
