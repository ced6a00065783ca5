package org.fierce.data.rows;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.fierce.data.FloatMatrix;
import org.fierce.data.InputShape;
import org.fierce.data.RowEncoder;
import org.fierce.data.csv.CsvTable;
import org.fierce.data.csv.Problems;
import org.fierce.data.encode.ImageEncoder;
import org.fierce.data.encode.MissingValues;
import org.fierce.data.encode.TableFit;
import org.fierce.data.encode.TextEncoder;
import org.fierce.data.encode.UnseenCategories;
import org.fierce.data.encode.VectorEncoder;
import org.fierce.data.matrix.NpyFile;
import org.fierce.files.DatasetFormatException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowInputsTest {
  private static final TextEncoder TEXTS = requireNonNull(TextEncoder.fit(List.of("a b"), 9, 1));
  private static final ImageEncoder PICTURES = ImageEncoder.of(new InputShape(2, 2, 1));
  private static final VectorEncoder VECTORS = VectorEncoder.of(2);

  @TempDir private Path folder;

  private RowEncoder cells(String training) throws IOException {
    Path file = Files.writeString(folder.resolve("training.csv"), training);
    CsvTable table = CsvTable.labels(List.of(file), true);
    return TableFit.of(
            table,
            table.columns(),
            Set.of(),
            IntStream.range(0, table.size()).toArray(),
            MissingValues.REFUSE,
            Set.of(""),
            UnseenCategories.REFUSE,
            new Problems("table"))
        .encoder();
  }

  private RowEncoder cells() throws IOException {
    return cells("x,colour\n1.5,red\n2,blue\n");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> all(NewRows rows) throws IOException {
    List<String> all = new ArrayList<>();
    for (NewRow row = rows.next(); row != null; row = rows.next()) {
      String name = row.id() + (row.place().isEmpty() ? "" : "@" + row.place());
      try {
        all.add(name + ": " + shown(row.value()));
      } catch (DatasetFormatException e) {
        all.add(name + "! " + e.getMessage());
      }
    }
    rows.close();
    return all;
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?> cells) {
      Map<String, String> sorted = new TreeMap<>();
      cells.forEach((name, cell) -> sorted.put(String.valueOf(name), String.valueOf(cell)));
      return sorted.toString();
    }
    if (value instanceof double[] numbers) {
      return Arrays.toString(numbers);
    }
    return value instanceof byte[] bytes ? bytes.length + " bytes" : value.toString();
  }

  private static List<String> read(RowInputs inputs, Object... named) throws IOException {
    List<String> names = Arrays.stream(named).map(Object::toString).toList();
    return all(inputs.open(names, InputStream.nullInputStream()));
  }

  private static List<String> sent(RowInputs inputs, String text) throws IOException {
    return all(
        inputs.open(List.of("-"), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static RowInputs with(RowEncoder encoder, @Nullable String id, @Nullable String column) {
    return new RowInputs(encoder, id, column, null, null, null);
  }

  @Test
  void columnsMayStandInAnyOrderAmongOthers() throws IOException {
    Path table = file("new.csv", "sku,colour,y,x\ns1,red,9,1\ns2,blue,9,x\n");
    assertThat(read(RowInputs.of(cells()), table))
        .containsExactly(
            "0@line 2: {colour=red, sku=s1, x=1, y=9}",
            "1@line 3: {colour=blue, sku=s2, x=x, y=9}");
    assertThat(read(with(cells(), "sku", null), table))
        .extracting(row -> row.substring(0, 2))
        .containsExactly("s1", "s2");
    RowInputs usual = new RowInputs(cells(), null, null, "sku", null, null);
    assertThat(read(usual, table)).first().asString().startsWith("s1@line 2");
    assertThat(read(usual, file("bare.csv", "x,colour\n1,red\n")))
        .containsExactly("0@line 2: {colour=red, x=1}");
  }

  @Test
  void aTableOfTheOtherDecimalMarkMeansTheSame() throws IOException {
    Path commas = file("commas.csv", "x;colour\n1,5;red\n1,500;red\n;red\n");
    assertThat(read(RowInputs.of(cells()), commas))
        .containsExactly(
            "0@line 2: {colour=red, x=1.5}",
            "1@line 3: {colour=red, x=1.5}",
            "2@line 4: {colour=red, x=}");
    Path points = file("points.csv", "x,colour\n1.5,red\n\"1,500\",red\n");
    assertThat(read(RowInputs.of(cells("x;colour\n1,5;red\n2,25;blue\n")), points))
        .containsExactly(
            "0@line 2: {colour=red, x=1.5}",
            "1@line 3! column x is \"1,500\"; expected a number with a decimal point, as the column begins");
  }

  @Test
  void linesOfJsonAreCells() throws IOException {
    String lines =
        "{\"x\": 1.5, \"colour\": \"red\"}\n\n{\"x\": null, \"id\": 7}\n{\"x\": [1]}\n[1]\n{\"x\"\n{\"x\":1,\"x\":2}\n";
    List<String> expected =
        List.of(
            "0@line 1: {colour=red, x=1.5}",
            "7@line 3: {colour=null, id=7, x=null}",
            "2@line 4! column x is a list or an object; expected a text, a number, true, false or null",
            "3@line 5! the line is no object; expected cells, as {\"rooms\": 4}");
    List<String> sent = sent(with(cells(), "id", null), lines);
    assertThat(sent).hasSize(6).startsWith(expected.toArray(String[]::new));
    assertThat(sent.get(4)).startsWith("4@line 6! the line is no JSON: ");
    assertThat(sent.get(5)).startsWith("5@line 7! the line is no JSON: Duplicate field 'x'");
    assertThat(read(with(cells(), "id", null), file("rows.jsonl", lines))).isEqualTo(sent);
  }

  @Test
  void aTableWithoutAColumnOfTheModelIsRefusedAsAWhole() throws IOException {
    Path table = file("lacks.csv", "X,y\n1,2\n");
    assertThatThrownBy(() -> read(RowInputs.of(cells()), table))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(
            table
                + " lacks 2 columns: x, colour, which the model was trained on; it has X, y; X is there, but upper and lower case differ. Name the columns in the first line as in training.");
    assertThatThrownBy(() -> sent(RowInputs.of(cells()), "x\n1\n"))
        .hasMessage(
            "standard input lacks the column colour, which the model was trained on; it has x. Name the columns in the first line as in training.");
    assertThatThrownBy(() -> sent(with(cells(), "sku", null), "x,colour\n1,red\n"))
        .hasMessage("standard input has no column \"sku\"; it has x, colour");
    assertThatThrownBy(() -> sent(RowInputs.of(cells()), "")).hasMessage("standard input is empty");
  }

  @Test
  void aDamagedTableIsReadUpToTheDamage() throws IOException {
    NewRows rows =
        RowInputs.of(cells())
            .open(List.of(file("q.csv", "x,colour\n1,red\n2,\"red\n").toString()), System.in);
    assertThat(requireNonNull(rows.next()).id()).isEqualTo("0");
    assertThatThrownBy(rows::next)
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageEndingWith(
            "a quote that is not closed is the usual reason. Nothing from there on was read; correct it, and give the file again.");
  }

  @Test
  void textsAreLines() throws IOException {
    String lines = "\uFEFFwhere is it?\r\n\r\n  b \rc";
    List<String> expected = List.of("0@line 1: where is it?", "1@line 3:   b ", "2@line 4: c");
    assertThat(sent(RowInputs.of(TEXTS), lines)).isEqualTo(expected);
    assertThat(read(RowInputs.of(TEXTS), file("t.txt", lines))).isEqualTo(expected);
    Path packed = folder.resolve("t.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(RowInputs.of(TEXTS), packed)).isEqualTo(expected);
  }

  @Test
  void aLineThatIsNoTextKeepsNoOtherFromBeingRead() throws IOException {
    byte[] bytes = "\u00e4\u00f6\u00fc\nb?\nc\n".getBytes(StandardCharsets.UTF_8);
    bytes[8] = (byte) 0xFF;
    assertThat(all(RowInputs.of(TEXTS).open(List.of("-"), new ByteArrayInputStream(bytes))))
        .containsExactly(
            "0@line 1: \u00e4\u00f6\u00fc",
            "1@line 2! the text is not UTF-8 (\"b\uFFFD\"); save it as UTF-8",
            "2@line 3: c");
    byte[] wide = "where is it\n".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> RowInputs.of(TEXTS).open(List.of("-"), new ByteArrayInputStream(wide)))
        .hasMessageStartingWith("standard input is UTF-16, not UTF-8.");
  }

  @Test
  void textsMayStandInAColumn() throws IOException {
    Path table = file("t.csv", "id,text\ni,a b\nj,\n");
    assertThat(read(with(TEXTS, "id", null), table))
        .containsExactly("i@line 2: a b", "j@line 3! column text is empty");
    assertThat(sent(with(TEXTS, null, "q"), "q,r\na b,c\n")).containsExactly("0@line 2: a b");
    assertThat(read(RowInputs.of(TEXTS), file("one.csv", "question\na\n")))
        .containsExactly("0@line 2: a");
    assertThat(sent(with(TEXTS, null, "q"), "{\"q\":\"a b\"}\n{\"r\":1}\n"))
        .containsExactly("0@line 1: a b", "1@line 2! column q is missing");
    Path many = file("many.csv", "question,answer\na,b\n");
    assertThatThrownBy(() -> read(RowInputs.of(TEXTS), many))
        .hasMessage(
            many
                + " has the columns question, answer; say with --column which of them holds the texts");
  }

  @Test
  void vectorsAreRowsOfAMatrixOrOfNumbers() throws IOException {
    Path matrix = folder.resolve("m.npy");
    NpyFile.write(matrix, FloatMatrix.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    List<String> expected = List.of("0: [1.0, 2.0]", "1: [3.0, 4.0]", "2: [5.0, 6.0]");
    NewRows rows = RowInputs.of(VECTORS).open(List.of(matrix.toString()), System.in);
    assertThat(rows.size()).isEqualTo(3);
    assertThat(all(rows)).isEqualTo(expected);
    assertThat(sent(RowInputs.of(VECTORS), "1,2\n3,x\n5\n6,7\n"))
        .containsExactly(
            "0@line 1: [1.0, 2.0]",
            "1@line 2! column 1 (from 0) is \"x\"; expected a finite number",
            "2! line 3 has 1 cells; expected 2 (column1, column2)",
            "3@line 4: [6.0, 7.0]");
    assertThat(sent(RowInputs.of(VECTORS), "id;f0;f1\na;1,5;2\n"))
        .containsExactly("a@line 2: [1.5, 2.0]");
    assertThat(sent(RowInputs.of(VECTORS), "[1, 2.5]\n{}\n[1,\"2\"]\n"))
        .containsExactly(
            "0@line 1: [1.0, 2.5]",
            "1@line 2! the line is no list; expected numbers, as [0.5, 1]",
            "2@line 3! value 1 (from 0) is \"2\"; expected a number");
    Path wide = folder.resolve("w.npy");
    NpyFile.write(wide, FloatMatrix.of(new float[][] {{1, 2, 3}}));
    assertThatThrownBy(() -> read(RowInputs.of(VECTORS), wide))
        .hasMessage(
            wide
                + " has 3 columns; expected 2. Give the columns that the model was trained on, in their order.");
    assertThatThrownBy(() -> sent(RowInputs.of(VECTORS), "1,2,3\n"))
        .hasMessage(
            "standard input has 3 columns; expected 2 numbers a row, as the model was trained on. Leave the others out, or name one as --id.");
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY), "png", out);
    return out.toByteArray();
  }

  private Path photos() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("Fotos f\u00fcr Oma"));
    Files.createDirectories(photos.resolve("b"));
    Files.write(photos.resolve("c.png"), png());
    Files.write(photos.resolve("b").resolve("x.png"), png());
    Files.write(photos.resolve("a without ending"), png());
    Files.write(photos.resolve("empty.jpg"), new byte[0]);
    Files.writeString(photos.resolve("labels.csv"), "file,label\n");
    Files.writeString(photos.resolve(".DS_Store"), "x");
    Files.writeString(photos.resolve("Thumbs.db"), "x");
    return photos;
  }

  @Test
  void aFolderGivesItsPicturesByName() throws IOException {
    String size = ": " + png().length + " bytes";
    NewRows rows = RowInputs.of(PICTURES).open(List.of(photos().toString()), System.in);
    assertThat(all(rows))
        .containsExactly(
            "a without ending" + size, "b/x.png" + size, "c.png" + size, "empty.jpg: 0 bytes");
    assertThat(rows.notes()).containsExactly("1 file is no picture and was left out: labels.csv.");
    Path single = photos().resolve("c.png");
    assertThat(read(RowInputs.of(PICTURES), single, photos()))
        .hasSize(5)
        .startsWith(single + size, photos() + "/a without ending" + size);
  }

  @Test
  void aZipGivesItsPicturesByName() throws IOException {
    Path zip = folder.resolve("photos.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("p/b.png", "p/a.png", "__MACOSX/p/._a.png", "readme.txt")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(png());
        out.closeEntry();
      }
    }
    String size = ": " + png().length + " bytes";
    assertThat(read(RowInputs.of(PICTURES), zip))
        .containsExactly("p/a.png" + size, "p/b.png" + size);
  }

  @Test
  void aTableOrListNamesPicturesBesideIt() throws IOException {
    Path photos = photos();
    String size = png().length + " bytes";
    Path table = Files.writeString(photos.resolve("t.csv"), "file,n\nb/x.png,1\nno.png,2\n");
    assertThat(read(RowInputs.of(PICTURES), table))
        .containsExactly(
            "0@line 2: " + size, "1@line 3! no such file: " + photos.resolve("no.png"));
    assertThat(read(with(PICTURES, "file", null), table))
        .first()
        .isEqualTo("b/x.png@line 2: " + size);
    Path list = Files.writeString(photos.resolve("t.txt"), "c.png\n");
    assertThat(read(RowInputs.of(PICTURES), list)).containsExactly("c.png@line 1: " + size);
    String absolute = photos.resolve("c.png").toString();
    assertThat(sent(RowInputs.of(PICTURES), absolute + "\n"))
        .containsExactly(absolute + "@line 1: " + size);
  }

  @Test
  void anotherKindOfInputIsRefusedByName() throws IOException {
    Path photos = photos();
    assertThatThrownBy(() -> read(RowInputs.of(TEXTS), photos))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(
            "this model takes texts; "
                + photos
                + " is a folder of pictures. Give a file of texts, a line each, or a table with a column of them.");
    Path picture = photos.resolve("c.png");
    assertThatThrownBy(() -> read(RowInputs.of(cells()), picture))
        .hasMessage(
            "this model takes rows of a table; "
                + picture
                + " is a picture. Give a CSV or Parquet file, or lines of JSON, with the columns x, colour.");
    Path matrix = folder.resolve("m.npy");
    NpyFile.write(matrix, FloatMatrix.of(new float[][] {{1}}));
    assertThatThrownBy(() -> read(RowInputs.of(TEXTS), matrix))
        .hasMessageStartingWith("this model takes texts; " + matrix + " is a matrix.");
    assertThatThrownBy(() -> read(RowInputs.of(TEXTS), matrix, matrix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but this one takes texts. Give one at a time.");
    assertThatThrownBy(() -> read(RowInputs.of(TEXTS), "-", matrix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 inputs are named, and standard input (-) is one of them; give it alone");
  }
}
