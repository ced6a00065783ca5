package org.fierce.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fierce.files.DatasetFormatException;
import org.fierce.labels.LabelHierarchy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HierarchyFileTest {
  @TempDir Path folder;

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("groups.csv"), text);
  }

  @Test
  void aFileGivesEachFineClassItsCoarseClass() throws IOException {
    LabelHierarchy hierarchy =
        HierarchyFile.read(
            csv("note,coarse,fine\nx,animal,cat\ny,plant,\"oak, old\"\nz,animal,dog\n"));
    assertThat(hierarchy.fineNames()).containsExactly("cat", "oak, old", "dog");
    assertThat(hierarchy.coarseNames()).containsExactly("animal", "plant");
    assertThat(hierarchy.coarseOf()).containsExactly(0, 1, 0);
    assertThat(hierarchy.coarseNameOf(1)).isEqualTo("plant");
  }

  @Test
  void aByteOrderMarkDoesNotCountBeforeAQuoteEither() throws IOException {
    for (String header : new String[] {"fine,coarse", "\"fine\",\"coarse\""}) {
      LabelHierarchy hierarchy = HierarchyFile.read(csv("\uFEFF" + header + "\nx,a\ny,b\n"));
      assertThat(hierarchy.fineNames()).containsExactly("x", "y");
    }
  }

  @Test
  void namesInLatin1AreRefusedRatherThanMadeOneClass() throws IOException {
    Path file = folder.resolve("groups.csv");
    Files.write(
        file, "fine,coarse\nx,caf\u00e9\ny,caf\u00e8\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> HierarchyFile.read(file))
        .withMessage(
            ("%1$s, line 2: byte 0xE9 is not UTF-8; the file looks like windows-1252 (Latin-1). Save it as UTF-8,"
                    + " as by: iconv -f WINDOWS-1252 -t UTF-8 '%1$s' > '%2$s-utf8.csv'")
                .formatted(file, folder.resolve("groups")));
  }

  @Test
  void malformedFilesAreRefusedWithFileAndLine() throws IOException {
    refused("small,large\na,b\n", "header [small, large]");
    refused("fine,coarse\na,b\nc,\n", "line 3 has an empty class name");
    refused("fine,coarse\na,b\na,c\n", "line 3 names fine class \"a\" a second time");
    refused("fine,coarse\n", "no rows below its header");
    refused("fine,coarse\na\n", "groups.csv");
    refused("", "no rows below its header");
  }

  private void refused(String text, String message) throws IOException {
    Path file = csv(text);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> HierarchyFile.read(file))
        .withMessageContaining(message);
  }
}
