package org.fierce.data.picture;

/** What the channels of a JPEG mean. */
enum JpegColours {
  GREY {
    @Override
    void toRgb(int[] stored, int columns, float[] rgb) {
      for (int x = 0; x < columns; x++) {
        rgb[3 * x] = stored[x];
        rgb[3 * x + 1] = stored[x];
        rgb[3 * x + 2] = stored[x];
      }
    }
  },
  RGB {
    @Override
    void toRgb(int[] stored, int columns, float[] rgb) {
      for (int i = 0; i < 3 * columns; i++) {
        rgb[i] = stored[i];
      }
    }
  },
  YCBCR {
    @Override
    void toRgb(int[] stored, int columns, float[] rgb) {
      for (int i = 0; i < 3 * columns; i += 3) {
        convert(stored, i, rgb, i);
      }
    }
  },
  CMYK {
    @Override
    void toRgb(int[] stored, int columns, float[] rgb) {
      for (int x = 0; x < columns; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = stored[4 * x + c] * stored[4 * x + 3] / 255f;
        }
      }
    }
  },
  YCCK {
    @Override
    void toRgb(int[] stored, int columns, float[] rgb) {
      for (int x = 0; x < columns; x++) {
        convert(stored, 4 * x, rgb, 3 * x);
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = (255 - rgb[3 * x + c]) * stored[4 * x + 3] / 255f;
        }
      }
    }
  };

  /** Colours of a row from 0 to 255. */
  abstract void toRgb(int[] stored, int columns, float[] rgb);

  /** YCbCr to RGB as JFIF 1.02 has it, rounded to whole numbers as libjpeg does. */
  private static void convert(int[] stored, int from, float[] rgb, int to) {
    float luma = stored[from];
    float blue = stored[from + 1] - 128;
    float red = stored[from + 2] - 128;
    rgb[to] = rounded(luma + 1.402f * red);
    rgb[to + 1] = rounded(luma - 0.344136f * blue - 0.714136f * red);
    rgb[to + 2] = rounded(luma + 1.772f * blue);
  }

  private static int rounded(float value) {
    return Math.max(0, Math.min(255, Math.round(value)));
  }
}
