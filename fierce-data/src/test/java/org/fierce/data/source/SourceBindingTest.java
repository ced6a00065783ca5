package org.fierce.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.List;
import org.fierce.data.picture.ImageFit;
import org.fierce.data.picture.Pixels;
import org.fierce.data.split.FineColumns;
import org.fierce.data.split.LabelColumns;
import org.fierce.data.split.Validation;
import org.fierce.kinds.Kinds;
import org.junit.jupiter.api.Test;

/** Sources bind from the configuration as it is written. */
class SourceBindingTest {
  private static final ObjectMapper YAML =
      Kinds.all().register(new ObjectMapper(new YAMLFactory()));

  @Test
  void cifar100BindsAsTheContractWritesIt() throws JsonProcessingException {
    Cifar100Source source =
        YAML.readValue(
            """
            source: cifar100
            train: cifar100/train.bin
            test: cifar100/test.bin
            labels: {coarse: coarse, fine: fine}
            validation: {fraction: 0.1, seed: 0}
            trainRows: 20000
            """,
            Cifar100Source.class);
    assertThat(source)
        .isEqualTo(
            new Cifar100Source(
                "cifar100/train.bin",
                "cifar100/test.bin",
                LabelColumns.of("coarse", "fine"),
                new Validation(0.1, 0),
                20000,
                null,
                0));
  }

  @Test
  void cifar10TakesOneTrainingFileOrSeveral() throws JsonProcessingException {
    assertThat(
            YAML.readValue("{source: cifar10, train: a, test: b, labels: {}}", Cifar10Source.class)
                .train())
        .isEqualTo(List.of("a"));
    assertThat(
            YAML.readValue(
                    "{source: cifar10, train: [a, c], test: b, labels: {}}", Cifar10Source.class)
                .train())
        .isEqualTo(List.of("a", "c"));
    assertThat(Cifar10Source.of("cifar10", LabelColumns.own()).train())
        .hasSize(5)
        .endsWith("cifar10/data_batch_5.bin");
  }

  @Test
  void imagesAndIdxBind() throws JsonProcessingException {
    ImageSource images =
        YAML.readValue(
            """
            source: images
            images: omniglot/omniglot-small.zip
            labelFile: omniglot/labels.csv
            file: path
            side: 28
            pixels: grey
            fit: stretch
            labels: {coarse: coarse, fine: {classes: fine}}
            split: {column: split}
            """,
            ImageSource.class);
    assertThat(images.pixels()).isEqualTo(Pixels.GREY);
    assertThat(images.fit()).isEqualTo(ImageFit.STRETCH);
    assertThat(images.labels().fine()).isEqualTo(FineColumns.ofClasses("fine"));
    IdxSource idx =
        YAML.readValue(
            """
            source: idx
            trainImages: a
            trainLabels: b
            testImages: c
            testLabels: d
            classNames: [x, y]
            labels: {hierarchy: groups.csv}
            """,
            IdxSource.class);
    assertThat(idx.labels()).isEqualTo(LabelColumns.grouped(null, "groups.csv"));
  }

  @Test
  void aRuleForBinsMustBeQuotedInsideBraces() throws JsonProcessingException {
    LabelColumns expected = LabelColumns.of("bins(price, 2)", "price");
    assertThat(YAML.readValue("{coarse: 'bins(price, 2)', fine: price}", LabelColumns.class))
        .isEqualTo(expected);
    assertThat(YAML.readValue("coarse: bins(price, 2)\nfine: price\n", LabelColumns.class))
        .isEqualTo(expected);
    // YAML itself ends the text at the comma; what is left must not pass for a column.
    assertThatThrownBy(
            () -> YAML.readValue("{coarse: bins(price, 2), fine: price}", LabelColumns.class))
        .hasMessageContaining("bins(price");
  }
}
