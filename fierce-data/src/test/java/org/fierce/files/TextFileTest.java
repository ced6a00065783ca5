package org.fierce.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFileTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.csv"), bytes);
  }

  private void refused(byte[] bytes, String message) throws IOException {
    Path file = file(bytes);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> TextFile.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(message);
  }

  @Test
  void oneByteOrderMarkIsLeftOut() throws IOException {
    assertThat(TextFile.read(file("\uFEFFcaf\u00e9".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("caf\u00e9");
    assertThat(TextFile.read(file(new byte[0]))).isEmpty();
  }

  @Test
  void aSecondMarkOrOneInsideIsRefused() throws IOException {
    refused("\uFEFF\uFEFFa".getBytes(StandardCharsets.UTF_8), "line 1: a byte-order mark");
    refused(
        "a,b\n\uFEFFa,b".getBytes(StandardCharsets.UTF_8), "line 2: a byte-order mark (U+FEFF)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00df", "\u20ac", "\ud83d\ude00", "\u0800", "\uffff", "\ud7ff", "a\u0301"})
  void charactersOfEveryLengthAreRead(String text) throws IOException {
    assertThat(TextFile.read(file(text.getBytes(StandardCharsets.UTF_8)))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "c0 af, 0xC0", // slash, longer than need be
    "e0 80 af, 0xE0|0x80",
    "ed a0 80, 0xED|0xA0", // half of a surrogate pair
    "f4 90 80 80, 0xF4|0x90", // past the last character
    "f8 88 80 80 80, 0xF8",
    "80, 0x80",
  })
  void bytesThatNoCharacterHasAreRefused(String hex, String named) throws IOException {
    byte[] bytes = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    Path file = file(bytes);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> TextFile.read(file))
        .satisfies(e -> assertThat(e.getMessage()).containsPattern("line 1: byte (" + named + ")"));
  }

  @Test
  void everySequenceThatJavaRefusesIsRefusedAndNoOther() throws IOException {
    java.util.Random random = new java.util.Random(1);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(5)];
      random.nextBytes(bytes);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = bytes[j] == 0 ? 1 : bytes[j];
        bytes[j] = random.nextBoolean() ? (byte) (0x80 | (bytes[j] & 0x3f)) : bytes[j];
      }
      boolean isUtf8;
      try {
        StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
        isUtf8 = true;
      } catch (java.nio.charset.CharacterCodingException e) {
        isUtf8 = false;
      }
      TextScan scan = new TextScan();
      scan.add(bytes, 0, bytes.length);
      scan.finish();
      assertThat(scan.isUtf8Text()).as(java.util.HexFormat.of().formatHex(bytes)).isEqualTo(isUtf8);
      refused += isUtf8 ? 0 : 1;
    }
    assertThat(refused).isBetween(5_000, 19_999);
  }

  @Test
  void windows1252IsNamedWithTheLineAndTheRemedy() throws IOException {
    byte[] bytes =
        "a,b\r\nna\u00efve,\u201cGr\u00f6\u00dfe\u201d\r\n"
            .getBytes(Charset.forName("windows-1252"));
    refused(
        bytes,
        "line 2: byte 0xEF is not UTF-8; the file looks like windows-1252 (Latin-1). Save it as UTF-8, as by: iconv -f WINDOWS-1252 -t UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, 'UTF-16LE (without a byte-order mark), not UTF-8. Save it as UTF-8, as by: iconv -f UTF-16LE'",
    "UTF-16BE, UTF-16BE (without a byte-order mark)",
    "UTF-16, 'is UTF-16, not UTF-8. Save it as UTF-8, as by: iconv -f UTF-16 -t UTF-8'",
    "x-UTF-16LE-BOM, 'is UTF-16, not UTF-8'",
    "X-UTF-32LE-BOM, 'is UTF-32, not UTF-8'",
    "X-UTF-32BE-BOM, 'is UTF-32, not UTF-8'",
  })
  void wideEncodingsAreNamed(String encoding, String message) throws IOException {
    refused("fine,coarse\na,b\n".getBytes(Charset.forName(encoding)), message);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1251, 'Москва,большой город'",
    "KOI8-R, 'Москва,большой город'",
    "Shift_JIS, '東京,カタカナ,ひらがな'",
    "GB18030, '北京,数据集'",
    "EUC-KR, '서울,데이터'",
    "IBM850, 'Größe,für,Mädchen'",
    "x-MacRoman, 'café,crème,brûlée,Größe'",
  })
  void otherEncodingsAreNotTakenForWestern(String encoding, String text) throws IOException {
    refused(text.getBytes(Charset.forName(encoding)), "the file has an encoding such as GB18030");
  }

  @Test
  void aLineOfAnotherEncodingInUtf8IsNamed() throws IOException {
    byte[] good = "é,è,ß,ä\n".repeat(5).getBytes(StandardCharsets.UTF_8);
    byte[] bad = "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] both = java.util.Arrays.copyOf(good, good.length + bad.length);
    System.arraycopy(bad, 0, both, good.length, bad.length);
    refused(both, "line 6: byte 0xE9 is not UTF-8; the rest of the file is mostly UTF-8");
  }

  @Test
  void aNulIsNoText() throws IOException {
    refused("a,b\nc\0,d\n".getBytes(StandardCharsets.UTF_8), "line 2: a NUL byte (0x00)");
  }

  @Test
  void aFileCutInsideACharacterIsRefused() throws IOException {
    refused(new byte[] {'a', (byte) 0xE2, (byte) 0x82}, "ends inside a character");
  }

  @Test
  void filesThatAreNoTextAreNamed() throws IOException {
    refused(
        new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0}, "is a zip archive or an Excel workbook");
    refused(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}, "compressed with gzip");
    refused("PAR1\0\0".getBytes(StandardCharsets.UTF_8), "is a Parquet file");
  }
}
