package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingConfigTest {
  private static final String TEXTS =
      """
      text,domain,intent,split
      where is my new card,bank,card,train
      send me a pin please,bank,pin,test
      book a flight to rome,travel,flight,val
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private StartingConfig texts(String text, StartingConfig.Form form) throws IOException {
    StartingConfig.Columns columns = StartingConfig.Columns.of("domain").withFine("intent");
    return new StartingConfig(file("a.csv", text), null, null, null, columns, form);
  }

  @Test
  void textsAndTheirPartsAreFound() throws IOException {
    assertThat(texts(TEXTS, StartingConfig.Form.ANY).yaml())
        .contains("source: \"text\"", "text: \"text\"", "column: \"split\"")
        .doesNotContain("fraction: 0.2");
  }

  @Test
  void textsAreReadAsATableWhereThatIsAskedFor() throws IOException {
    assertThat(texts(TEXTS, new StartingConfig.Form(null, false)).yaml())
        .contains("source: \"table\"", "column: \"split\"");
  }

  @Test
  void aColumnThatNamesTrainingOnlyIsIgnoredAndTheTestRowsAreDrawn() throws IOException {
    String rows = "a,split,kind\n1,train,x\n2,train,y\n";
    StartingConfig config = StartingConfig.of(file("a.csv", rows), null, "kind");
    assertThat(config.yaml()).contains("ignored:\n  - \"split\"", "fraction: 0.2");
  }

  @Test
  void aTestFileStandsInPlaceOfASplit() throws IOException {
    Path train = file("a.csv", "a,kind\n1,x\n2,y\n");
    Path test = file("b.csv", "a,kind\n3,x\n4,y\n");
    StartingConfig config =
        new StartingConfig(
            train, null, test, null, StartingConfig.Columns.of("kind"), StartingConfig.Form.ANY);
    assertThat(config.yaml()).contains("test: \"" + test).doesNotContain("split:");
  }

  @Test
  void foldersOfPicturesSplitThem() throws IOException {
    Path labels = file("l.csv", "file,kind\ntrain/a.jpg,x\ntest/b.jpg,y\n");
    assertThat(StartingConfig.of(folder, labels, "kind").yaml())
        .contains("source: \"images\"", "column: \"file\"");
  }

  @Test
  void aTestFileOfPicturesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new StartingConfig(
                    Path.of("photos"),
                    Path.of("l.csv"),
                    Path.of("more"),
                    null,
                    StartingConfig.Columns.of("kind"),
                    StartingConfig.Form.ANY))
        .withMessage(
            "test file more is given, but test pictures lie in photos too; name the table of their labels");
  }
}
