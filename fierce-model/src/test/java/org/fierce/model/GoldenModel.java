package org.fierce.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.files.Json;

/**
 * A model file that a version of the format wrote, with rows and what it answered for them then.
 */
enum GoldenModel {
  PICTURES("pictures") {
    @Override
    Object row(JsonNode told) {
      return Base64.getDecoder().decode(told.asText());
    }
  },
  TABLE("table") {
    @Override
    Object row(JsonNode told) {
      return Json.MAPPER.convertValue(told, Map.class);
    }
  },
  TEXT("text") {
    @Override
    Object row(JsonNode told) {
      return told.asText();
    }
  },
  VECTORS("vectors") {
    @Override
    Object row(JsonNode told) {
      return Json.MAPPER.convertValue(told, float[].class);
    }
  };

  /** The newest version of the format. */
  static final int NEWEST = 1;

  private final String file;

  GoldenModel(String file) {
    this.file = file;
  }

  /** A row of which the file of answers tells. */
  abstract Object row(JsonNode told);

  /** Copies the file of a version to a folder. */
  Path copyTo(Path folder, int version) throws IOException {
    Path copy = folder.resolve(file + ".fierce");
    try (InputStream in = resource(version, ".fierce")) {
      Files.copy(in, copy);
    }
    return copy;
  }

  /** What the file of a version answered: row, prediction, nearest. */
  List<JsonNode> answers(int version) throws IOException {
    try (InputStream in = resource(version, ".json")) {
      List<JsonNode> answers = new ArrayList<>();
      Json.of(file, in.readAllBytes()).path("answers").forEach(answers::add);
      return answers;
    }
  }

  /** The rows of which the answers tell. */
  List<Object> rows() throws IOException {
    List<Object> rows = new ArrayList<>();
    for (JsonNode answer : answers(NEWEST)) {
      rows.add(row(answer.path("row")));
    }
    return rows;
  }

  private InputStream resource(int version, String ending) {
    String name = version + "/" + file + ending;
    return Objects.requireNonNull(GoldenModel.class.getResourceAsStream(name), name);
  }
}
