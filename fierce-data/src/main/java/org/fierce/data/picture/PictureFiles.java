package org.fierce.data.picture;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells files of pictures from others. */
public final class PictureFiles {
  private static final Pattern ENDING =
      Pattern.compile(
          ".*\\.(png|apng|jpe?g|jpe|jfif|gif|bmp|dib|tiff?|webp|heic|heif|avif|jp2|jxl|svg|ico|psd|dng|cr2|nef|arw)");

  private PictureFiles() {}

  /** Whether a name ends as those of pictures do, of whatever format. */
  public static boolean isNamedSo(String name) {
    return ENDING.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * Whether a file begins as a picture does that can be read.
   *
   * @param start its first 32 bytes, or all of them
   */
  public static boolean begins(byte[] start) {
    try {
      PictureFormat.of(start);
      return true;
    } catch (IOException other) {
      return false;
    }
  }
}
