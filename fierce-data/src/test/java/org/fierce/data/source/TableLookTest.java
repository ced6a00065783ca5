package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLookTest {
  @TempDir private Path folder;

  private TableLook look(String text, String... taken) throws IOException {
    return TableLook.of(
        Files.writeString(folder.resolve("a.csv"), text),
        null,
        Set.of(taken),
        List.of("file", "image"));
  }

  @Test
  void aColumnOfPartsIsFoundByItsNameInAnyCase() throws IOException {
    assertThat(look("a,Split\n1,TRAIN\n2,Test\n3,dev\n").split()).isEqualTo("Split");
    assertThat(look("a,subset\n1,train\n2,val\n").split()).isEqualTo("subset");
    assertThat(look("a,set,split\n1,train,test\n2,val,train\n").split()).isEqualTo("split");
  }

  @Test
  void otherColumnsOfThatNameAreNone() throws IOException {
    assertThat(look("a,split\n1,0.5\n2,0.25\n").split()).isNull();
    assertThat(look("a,set\n1,train\n2,lorry\n").split()).isNull();
    assertThat(look("a,set\n1,train\n2,train\n").split()).isNull();
    assertThat(look("a,group\n1,train\n2,test\n").split()).isNull();
    assertThat(look("a,split\n1,train\n2,test\n", "split").split()).isNull();
  }

  @Test
  void aColumnThatIsToSayPartsIsFoundEvenIfACellIsWrong() throws IOException {
    assertThat(look("a,split\n1,train\n2,held\n").split()).isEqualTo("split");
  }

  @Test
  void aColumnThatNamesTrainingOnlySplitsNothing() throws IOException {
    TableLook look = look("a,split\n1,train\n2,train\n");
    assertThat(look.split()).isNull();
    assertThat(look.oneSplit()).isEqualTo("split");
  }

  @Test
  void foldersOfPicturesMayBeTheParts() throws IOException {
    assertThat(look("file,a\ntrain/1.jpg,x\ntest/2.jpg,y\n").split()).isEqualTo("file");
    assertThat(look("file,a\ntrain/1.jpg,x\nother/2.jpg,y\n").split()).isNull();
    assertThat(look("file,a\ncats/1.jpg,x\ndogs/2.jpg,y\n").split()).isNull();
  }

  @Test
  void theColumnOfFilesIsTheFirstThatIsThere() throws IOException {
    assertThat(look("Image,a\n1.jpg,x\n").files()).isEqualTo("Image");
    assertThat(look("image,file\n1.jpg,2.jpg\n").files()).isEqualTo("file");
    assertThat(look("picture,a\n1.jpg,x\n").files()).isNull();
  }

  @Test
  void theOneColumnOfTextsIsFound() throws IOException {
    String rows =
        """
        id,said,intent,language
        17,where is my card,card,en
        4,send me a new pin please,pin,en
        99,how much money is left,balance,en
        """;
    assertThat(look(rows, "intent").text()).isEqualTo("said");
  }

  @Test
  void twoIdeographsCountAsAWord() throws IOException {
    assertThat(TableLook.words("don't stop: 3 times!")).isEqualTo(4);
    assertThat(TableLook.words("\u6211\u7684\u5361\u5728\u54ea\u91cc")).isEqualTo(3);
    assertThat(TableLook.words(" - ")).isZero();
  }

  @Test
  void namesAndTextsBesideOtherColumnsAreNone() throws IOException {
    assertThat(look("name,kind\nred shoe,a\nblue hat,b\nold coat,c\n", "kind").text()).isNull();
    assertThat(
            look(
                    "text,price,kind\na good red shoe,1.5,a\na bad blue hat,2,b\nan old coat,1.5,c\n",
                    "kind")
                .text())
        .isNull();
    assertThat(
            look(
                    "text,kind\nthe same old text,a\nthe same old text,b\nthe same old text,a\n",
                    "kind")
                .text())
        .isNull();
  }

  @Test
  void aFirstLineOfNumbersIsNoHeader() throws IOException {
    assertThat(look("0.5,-1,2e3\n1,2,3\n").isHeaderless()).isTrue();
    assertThat(look("0.5,b,2e3\n1,2,3\n").isHeaderless()).isFalse();
  }
}
