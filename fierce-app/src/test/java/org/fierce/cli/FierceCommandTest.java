package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FierceCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int fierce(String... arguments) {
    Terminal plain = new Terminal(false, false, 100);
    return FierceCommand.execute(
        new Streams(new PrintWriter(out, true), new PrintWriter(err, true), plain, plain),
        arguments);
  }

  @Test
  void helpTeachesCommandsAndExitCodes() {
    assertThat(fierce("--help")).isZero();
    assertThat(out.toString())
        .contains("report")
        .contains("3", "bad or missing data")
        .contains("generate-completion");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theSchemaOfConfigurationsIsPrintedForEditors() throws JsonProcessingException {
    assertThat(fierce("--schema")).isZero();
    JsonNode schema = new ObjectMapper().readTree(out.toString());
    assertThat(schema.at("/properties/seeds/default").asInt()).isEqualTo(3);
    assertThat(schema.at("/$defs/org.fierce.loss.LossSpec:koleo/properties/weight/type").asText())
        .isEqualTo("number");
  }

  @Test
  void aMissingCommandIsWrongUsage() {
    assertThat(fierce()).isEqualTo(2);
    assertThat(err.toString()).startsWith("fierce: no command was given; give one of ");
  }

  @Test
  void anUnknownCommandIsWrongUsageWithTheNearOne() {
    assertThat(fierce("reprot")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "fierce: Unmatched argument at index 0: 'reprot'\nDid you mean report?\nSee fierce --help\n");
  }

  @Test
  void anUnknownOptionIsWrongUsageWithTheNearOne() {
    assertThat(fierce("report", "--stackrtace", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean --stacktrace?", "See fierce report --help");
  }

  @Test
  void aFolderWithoutResultsIsWrongUsage(@TempDir Path empty) {
    assertThat(fierce("report", empty.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("fierce: " + empty)
        .contains("holds neither comparison.json nor run.json")
        .doesNotContain("\tat ");
  }

  @Test
  void theStackTraceComesWhenAskedFor(@TempDir Path empty) {
    assertThat(fierce("report", "--stacktrace", empty.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("\tat org.fierce", "IllegalArgumentException");
  }

  @Test
  void aDamagedFileIsBadData(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("comparison.json"), "{\"formatVersion\": 1, ");
    assertThat(fierce("report", folder.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("comparison.json is not JSON (line 1): ");
    assertThat(folder.resolve("report.html")).doesNotExist();
  }

  @Test
  void theReportIsWrittenAndNamed(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("comparison.json"),
        "{\"formatVersion\":1,\"seeds\":[0],\"methods\":[{\"name\":\"ce\",\"scores\":{}}]}");
    assertThat(fierce("report", folder.toString())).isZero();
    assertThat(out.toString()).contains("Report: " + folder.resolve("report.html"));
    assertThat(folder.resolve("report.html")).isRegularFile();
  }

  @Test
  void theReportOfAFolderIsHadAsItsFileToo(@TempDir Path folder) throws IOException {
    String json = "{\"formatVersion\":1,\"seeds\":[0],\"methods\":[]}\n";
    Files.writeString(folder.resolve("comparison.json"), json);
    assertThat(fierce("report", folder.toString(), "--json")).isZero();
    assertThat(out.toString()).isEqualTo(json);
  }

  @Test
  void completionIsAShellScript() {
    assertThat(fierce("generate-completion")).isZero();
    assertThat(out.toString()).startsWith("#!/usr/bin/env bash").contains("report");
  }
}
