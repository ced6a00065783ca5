package org.fierce.kinds;

import java.util.regex.Pattern;

/**
 * A kind of thing under the name that configurations call it by.
 *
 * @param of the sort of thing that it is a kind of, as {@code Evaluator}: an interface that says
 *     with {@link com.fasterxml.jackson.annotation.JsonTypeInfo} which key holds the name
 * @param name in a configuration, as {@code knn}: letters, digits and {@code . _ -}, at most 64
 * @param type the record of its options
 */
public record Kind<T>(Class<T> of, String name, Class<? extends T> type) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it holds anything else
   */
  public Kind {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s is called '%s'; a kind's name is made of letters, digits and . _ - only, at most 64"
              .formatted(type.getName(), name));
    }
  }
}
