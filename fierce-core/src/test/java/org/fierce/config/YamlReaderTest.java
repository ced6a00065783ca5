package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode read(String text) {
    return YamlReader.read("my.yaml", text);
  }

  private static void refused(String text, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(text))
        .withMessage(message);
  }

  @Test
  void aKeyGivenTwiceIsRefusedAtAnyDepth() {
    refused(
        "a: 1\nb: 2\na: 3\n",
        "my.yaml:3:1: the key 'a' is given twice, first on line 1; keep one of them");
    refused(
        "t:\n  e: 1\n  'e': 2\n",
        "my.yaml:3:3: the key 'e' is given twice, first on line 2; keep one of them");
    refused(
        "t: [{x: 1, \"x\": 1}]",
        "my.yaml:1:12: the key 'x' is given twice, first on line 1; keep one of them");
    refused(
        "t: {? x : 1, x: 1}",
        "my.yaml:1:14: the key 'x' is given twice, first on line 1; keep one of them");
    refused(
        "a: &k x\nb: {*k : 1, x: 2}",
        "my.yaml:2:13: the key 'x' is given twice, first on line 2; keep one of them");
    refused(
        "a: &m {x: 1}\nb: {<<: *m, <<: *m}",
        "my.yaml:2:13: the key '<<' is given twice, first on line 2; keep one of them");
    refused(
        "1: a\n'1': b",
        "my.yaml:2:1: the key '1' is given twice, first on line 1; keep one of them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: 1\n---\nb: 2\n", "a: 1\n---\n", "a: 1\n...\nstray\n", "a: 1\n---\na: *b\n"})
  void aSecondDocumentIsRefusedWithItsLine(String text) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(text))
        .withMessageMatching(
            "my.yaml:[23]:1: a second document begins here; keep one document in a file");
  }

  @Test
  void oneDocumentMayHaveMarkers() {
    assertThat(read("%YAML 1.1\n---\na: 1\n...\n# done\n")).isEqualTo(json("{'a':1}"));
    assertThat(read("").isNull()).isTrue();
    assertThat(read("# nothing\n").isNull()).isTrue();
  }

  @Test
  void anAliasStandsForTheValueOfItsAnchor() {
    assertThat(read("a: &x name\nb: [*x, *x]\nc: &m {k: [1]}\nd: *m"))
        .isEqualTo(json("{'a':'name','b':['name','name'],'c':{'k':[1]},'d':{'k':[1]}}"));
    assertThat(read("a: &x 1\nb: &x 2\nc: *x")).isEqualTo(json("{'a':1,'b':2,'c':2}"));
    assertThat(read("a: &x '*x'\nb: *x")).isEqualTo(json("{'a':'*x','b':'*x'}"));
  }

  @Test
  void anAliasOfNothingIsRefused() {
    refused(
        "a: *x",
        "my.yaml:1:4: the alias *x names nothing before it; mark a value with &x first, or quote the"
            + " text");
    refused("a: &x [*x]", "my.yaml:1:8: the alias *x is inside the value that it names");
  }

  @Test
  void mergeKeysAddWhatIsNotThere() {
    assertThat(read("a: &m {x: 1, y: 2}\nb: {<<: *m, y: 3}"))
        .isEqualTo(json("{'a':{'x':1,'y':2},'b':{'y':3,'x':1}}"));
    assertThat(read("a: &m {x: 1}\nb: &n {x: 2, y: {z: 3}}\nc:\n  <<: [*m, *n]\n  w: 0"))
        .isEqualTo(json("{'a':{'x':1},'b':{'x':2,'y':{'z':3}},'c':{'w':0,'x':1,'y':{'z':3}}}"));
    assertThat(read("'<<': 1")).isEqualTo(json("{'<<':1}"));
    refused("a: {<<: 1}", "my.yaml:1:9: the merge key << takes a map, as <<: *name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!!binary aGk=", "!!python/object:os.system [ls]", "!own {a: 1}", "!!str 5"})
  void tagsAreRefused(String value) {
    String tag = value.substring(0, value.indexOf(' '));
    refused(
        "a: " + value,
        "my.yaml:1:4: the tag %s has no meaning here; leave it out, and quote text".formatted(tag));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010", "-010", "0x10", "0o10", "0b1", "1_000", "1:30", "yes", "no", "on", "off", "Yes", "y",
        ".inf", "-.inf", ".nan", "NaN", "2024-01-01", "1e", "1.2.3", "+", "-", ".", "0x", "１２",
            "00",
        "nullo", "truex", "1,000", "=", "08", "1 2"
      })
  void whatYamlReadsInSeveralWaysIsText(String word) {
    assertThat(read("a: " + (word.equals("-") ? "\"-\"" : word)).get("a").textValue())
        .isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "10,10",
    "0,0",
    "-0,0",
    "+5,5",
    "1.5,1.5",
    ".5,0.5",
    "5.,5.0",
    "1e3,1000.0",
    "-1.5E-3,-0.0015",
    "9223372036854775807,9223372036854775807",
    "true,true",
    "False,false",
    "~,null",
    "Null,null"
  })
  void numbersAndTruthValues(String word, String value) {
    assertThat(read("a: " + word).get("a")).isEqualTo(json("{'a':" + value + "}").get("a"));
  }

  @Test
  void numbersThatCannotBeHeldAreRefused() {
    refused("a: 1e400", "my.yaml:1:4: a number may be at most 1.8e308, found 1e400");
    refused(
        "a: [9223372036854775808]",
        "my.yaml:1:5: a whole number may be at most 9223372036854775807, found 9223372036854775808");
    refused(
        "a: " + "9".repeat(100_000),
        "my.yaml:1:4: a whole number may be at most 9223372036854775807, found "
            + "9".repeat(60)
            + "...");
  }

  @Test
  void nestedAliasesDoNotGrowWithoutBound() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    StringBuilder merges = new StringBuilder("b0: &b0 {}\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d [".formatted(i, i))
          .append(("*a" + (i - 1) + ", ").repeat(9))
          .append("]\n");
      merges
          .append("b%d: &b%d {<<: [".formatted(i, i))
          .append(("*b" + (i - 1) + ", ").repeat(9))
          .append("]}\n");
    }
    for (StringBuilder bomb : new StringBuilder[] {text, merges}) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> read(bomb.toString()))
          .withMessageContaining(
              "the document has more than 100000 values with its aliases written out; make it smaller");
    }
  }

  @Test
  void deepNestingIsRefused() {
    refused("[".repeat(100_000), "my.yaml:1:65: values are nested deeper than 64 levels");
    refused("- ".repeat(100_000) + "x", "my.yaml:1:129: values are nested deeper than 64 levels");
  }

  @Test
  void aHugeTextIsRefusedByName() {
    refused(
        "a: " + "x".repeat(YamlReader.MOST_CHARACTERS),
        "my.yaml has 4194307 characters; a configuration may have 4194304");
  }

  @Test
  void charactersThatYamlForbidsAreRefusedWithTheirLine() {
    refused(
        "a: 1\nb: \u001b[2J",
        "my.yaml:2: not valid YAML: it contains the character U+001B, which YAML does not allow");
    assertThat(read("b: \"\\e[2J\"").get("b").textValue()).isEqualTo("\u001b[2J");
  }

  @Test
  void keysThatAreNoTextAreRefused() {
    refused("? [a]\n: 1", "my.yaml:1:3: a key is a list or a map; a key is text");
    assertThat(read("5: a\n~: b")).isEqualTo(json("{'5':'a','~':'b'}"));
  }

  @Test
  void placesPointAtNames() {
    ValuePlace where = new ValuePlace();
    YamlReader.read("f", "a: &m\n  x: 1\nb: *m\nc: [1, {d: 2}]\n", where);
    assertThat(where.of(JsonPointer.compile("/a/x"), "?")).isEqualTo("f:2:3");
    assertThat(where.of(JsonPointer.compile("/b"), "?")).isEqualTo("f:3:1");
    assertThat(where.of(JsonPointer.compile("/c/1/d"), "?")).isEqualTo("f:4:9");
    assertThat(where.of(JsonPointer.compile("/c/7"), "?")).isEqualTo("f:4:1");
    where.replace(JsonPointer.compile("/c/1"), "--set");
    assertThat(where.of(JsonPointer.compile("/c/1/d"), "?")).isEqualTo("--set");
  }
}
