package org.fierce.data.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.fierce.files.ReadLimits;

/** The formats of pictures, told apart by how a file begins, whatever its name ends in. */
enum PictureFormat {
  PNG {
    @Override
    Picture open(byte[] file, ReadLimits limits) throws IOException {
      return PngFile.open(file, limits);
    }
  },
  JPEG {
    @Override
    Picture open(byte[] file, ReadLimits limits) throws IOException {
      return JpegFile.open(file, limits);
    }
  },
  GIF {
    @Override
    Picture open(byte[] file, ReadLimits limits) throws IOException {
      return GifFile.open(file, limits);
    }
  },
  BMP {
    @Override
    Picture open(byte[] file, ReadLimits limits) throws IOException {
      return BmpFile.open(file, limits);
    }
  },
  TIFF {
    @Override
    Picture open(byte[] file, ReadLimits limits) throws IOException {
      return TiffFile.open(file, limits);
    }
  },
  WEBP {
    @Override
    Picture open(byte[] file, ReadLimits limits) throws IOException {
      return WebpFile.open(file, limits);
    }
  };

  private static final Pattern SVG = Pattern.compile("<svg[\\s>]");
  private static final String REMEDY = "; save it as PNG or JPEG";
  private static final String READ = "none of PNG, JPEG, GIF, BMP, TIFF and WebP";

  private static final String[][] OTHERS = {
    {"%PDF", "a PDF document"},
    {"8BPS", "a Photoshop file"},
    {"\0\0\0\u000cjP  ", "a JPEG 2000 picture"},
    {"\u00ffO\u00ffQ", "a JPEG 2000 picture"},
    {"\0\0\0\u000cJXL ", "a JPEG XL picture"},
    {"\u00ff\n", "a JPEG XL picture"},
    {"II+\0", "a BigTIFF picture"},
    {"MM\0+", "a BigTIFF picture"},
    {"\0\0\u0001\0", "a Windows icon"},
    {"v/1\u0001", "an OpenEXR picture"},
    {"DICM", "a DICOM file"}
  };

  /**
   * Reads the header of a picture.
   *
   * @throws IOException if it is malformed, cut short where that can be told, or larger than the
   *     limits
   */
  abstract Picture open(byte[] file, ReadLimits limits) throws IOException;

  /**
   * The format of a file.
   *
   * @throws IOException if it is none that is read; the message names what it is where that can be
   *     told
   */
  static PictureFormat of(byte[] file) throws IOException {
    String start = new String(file, 0, Math.min(1024, file.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return GIF;
    }
    if (start.startsWith("BM") && start.length() >= 26) {
      return BMP;
    }
    if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return TIFF;
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return WEBP;
    }
    throw new IOException(otherThan(start));
  }

  private static String otherThan(String start) {
    String lower = start.stripLeading().toLowerCase(Locale.ROOT);
    if (start.isEmpty()) {
      return "an empty file";
    }
    if (start.startsWith("ftyp", 4)) {
      String brands = start.substring(8, Math.min(start.length(), 40));
      return brands.contains("avi")
          ? "an AVIF picture" + REMEDY
          : brands.matches("(?s).*(heic|heix|hevc|heim|heis|mif1|msf1).*")
              ? "a HEIC picture" + REMEDY
              : "a video or another file of the MP4 family";
    }
    if (SVG.matcher(lower).find() && lower.startsWith("<")) {
      return "an SVG drawing" + REMEDY;
    }
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return "a web page, as servers send where a picture is missing; fetch it again";
    }
    if (lower.startsWith("version https://git-lfs")) {
      return "a Git LFS pointer in place of the picture; fetch it with git lfs pull";
    }
    for (String[] other : OTHERS) {
      if (start.startsWith(other[0], other[0].equals("DICM") ? 128 : 0)) {
        return other[1] + REMEDY;
      }
    }
    return start.startsWith("PK") ? READ + " but a zip" : READ;
  }
}
