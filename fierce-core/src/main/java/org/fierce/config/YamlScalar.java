package org.fierce.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an unquoted word of YAML means here: {@code null}, {@code true}, {@code false}, a decimal
 * number, and else text.
 *
 * <p>What YAML 1.1 and 1.2 read differently is text: {@code 010}, {@code 0x10}, {@code 1_000},
 * {@code 1:30}, {@code yes}, {@code off}, {@code .inf}, dates. As a name it is right; where a
 * number or a truth value is wanted, the schema refuses it.
 */
final class YamlScalar {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern LOOKS_NUMERIC = Pattern.compile("[-+]?\\.?[0-9].*|[-+]?\\..*");
  private static final int DIGITS_OF_A_LONG = 20;

  private YamlScalar() {}

  /**
   * The value of an unquoted word.
   *
   * @throws ArithmeticException if it is a number too large to hold, with the reason
   */
  static JsonNode of(String word) {
    if (NULLS.contains(word)) {
      return NullNode.instance;
    }
    if (TRUE.contains(word) || FALSE.contains(word)) {
      return BooleanNode.valueOf(TRUE.contains(word));
    }
    if (WHOLE.matcher(word).matches()) {
      return whole(word);
    }
    if (DECIMAL.matcher(word).matches()) {
      double value = Double.parseDouble(word);
      if (Double.isInfinite(value)) {
        throw new ArithmeticException("a number may be at most 1.8e308");
      }
      return DoubleNode.valueOf(value);
    }
    return TextNode.valueOf(word);
  }

  private static JsonNode whole(String word) {
    String tooLarge = "a whole number may be at most " + Long.MAX_VALUE;
    if (word.length() > DIGITS_OF_A_LONG) {
      throw new ArithmeticException(tooLarge);
    }
    try {
      long value = Long.parseLong(word);
      return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    } catch (NumberFormatException e) {
      throw new ArithmeticException(tooLarge);
    }
  }

  /** Whether some reader of YAML takes this word for a number or a date. */
  static boolean looksNumeric(String word) {
    return LOOKS_NUMERIC.matcher(word).matches();
  }

  /** Quotes what this or another reader of YAML would not read back as the same text. */
  static final class Quoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;
    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z_/][A-Za-z0-9_./()@=+-]*([ ,]{1,2}[A-Za-z0-9_./()@=+-]+)*");

    @Override
    public boolean needToQuoteName(String name) {
      return super.needToQuoteName(name) || isUnsafe(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || isUnsafe(value);
    }

    private static boolean isUnsafe(String word) {
      return !PLAIN.matcher(word).matches() || !(of(word) instanceof TextNode);
    }
  }
}
