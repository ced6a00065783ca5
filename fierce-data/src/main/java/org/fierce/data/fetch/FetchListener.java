package org.fierce.data.fetch;

/** Hears how a download goes on; called on the thread that fetches. */
@FunctionalInterface
public interface FetchListener {
  /**
   * Some bytes have come.
   *
   * @param file name of the file under the data root
   * @param bytes bytes of it that are here now
   * @param total bytes of all of it, or -1 where the server does not say
   */
  void progressed(String file, long bytes, long total);

  /** Hears nothing. */
  static FetchListener silent() {
    return (file, bytes, total) -> {};
  }
}
