package org.fierce.kinds;

/**
 * A kind of thing under the name that configurations call it by.
 *
 * @param of what it is a kind of, as an evaluator
 * @param name in a configuration, as {@code knn}
 * @param type the record of its options
 */
public record Kind<T>(Class<T> of, String name, Class<? extends T> type) {}
