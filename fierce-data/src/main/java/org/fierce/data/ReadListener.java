package org.fierce.data;

/** Is told how far the reading of a data set has come, by several threads at once. */
@FunctionalInterface
public interface ReadListener {
  /** Hears nothing. */
  ReadListener NONE = (what, done, total) -> {};

  /**
   * So many of the things to be read are read.
   *
   * @param what they are, in the plural, as {@code pictures}
   */
  void onRead(String what, long done, long total);
}
