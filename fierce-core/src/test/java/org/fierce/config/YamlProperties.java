package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A configuration that is written is read back as it was. */
final class YamlProperties {
  @Property(tries = 500)
  void whatIsWrittenIsReadBack(@ForAll("texts") String key, @ForAll("texts") String value)
      throws JsonProcessingException {
    ObjectNode root = ConfigReader.YAML.createObjectNode();
    root.put(key, value).putObject("nested").putArray("list").add(value).add(5).add("x");
    String yaml = ConfigReader.YAML.writeValueAsString(root);

    assertThat(YamlReader.read("written", yaml)).as(yaml).isEqualTo(root);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "5",
            "010",
            "0x10",
            "1_000",
            "yes",
            "no",
            "null",
            "~",
            "true",
            "1e3",
            ".5",
            "-",
            "?",
            ":",
            "a: b",
            "a #b",
            "#a",
            "*a",
            "&a",
            "!a",
            "<<",
            "=",
            "2024-01-01",
            "1:30",
            ".inf",
            "+1",
            "bins(price, 2)",
            "a,b",
            " a",
            "a ",
            "a\n",
            "\n",
            "a\nb",
            "a\n b",
            "\u001b[2J",
            "\u202eab",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "é",
            "'",
            "\"",
            "''",
            "%a",
            "@a",
            "`a",
            "|",
            ">",
            "---",
            "...",
            "--- a",
            "[a]",
            "{a}",
            "a]",
            "\t",
            "a\tb",
            "\r\n",
            "a\r",
            "C:\\data",
            "/work/x y",
            "x".repeat(200),
            "word ".repeat(40),
            "a  b"),
        Arbitraries.strings().ofMaxLength(12),
        Arbitraries.strings().ascii().ofMaxLength(12));
  }
}
