package org.fierce.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.ServiceConfigurationError;
import org.fierce.backbone.BackboneSpec;
import org.fierce.backbone.Head;
import org.fierce.backbone.MlpSpec;
import org.fierce.data.DataSource;
import org.fierce.data.batch.Augmentation;
import org.fierce.data.source.Cifar100Source;
import org.fierce.data.source.IdxSource;
import org.fierce.embed.ReadoutSpec;
import org.fierce.evaluate.Evaluator;
import org.fierce.evaluate.FeatureGeometry;
import org.fierce.kinds.Kind;
import org.fierce.kinds.KindProvider;
import org.fierce.kinds.Kinds;
import org.fierce.loss.CrossEntropySpec;
import org.fierce.loss.Loss;
import org.fierce.loss.LossSpec;
import org.fierce.train.OptimiserSpec;
import org.fierce.train.ScheduleSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaPiecesTest {
  record Corner(double angle, @Nullable Integer times) {}

  record Labelled(String label) implements LossSpec {
    @Override
    public Loss build(int featureWidth, int classes, long seed) {
      throw new UnsupportedOperationException();
    }
  }

  private static Kinds with(Kind<?>... more) {
    KindProvider ours =
        () ->
            List.of(
                new Kind<>(DataSource.class, "cifar100", Cifar100Source.class),
                new Kind<>(DataSource.class, "idx", IdxSource.class),
                new Kind<>(Augmentation.Step.class, "flip", Augmentation.HorizontalFlip.class),
                new Kind<>(BackboneSpec.class, "mlp", MlpSpec.class),
                new Kind<>(LossSpec.class, "cross-entropy", CrossEntropySpec.class),
                new Kind<>(ReadoutSpec.class, "last", ReadoutSpec.LastLayer.class),
                new Kind<>(OptimiserSpec.class, "sgd", OptimiserSpec.Sgd.class),
                new Kind<>(ScheduleSpec.class, "constant", ScheduleSpec.Constant.class),
                new Kind<>(Evaluator.class, "geometry", FeatureGeometry.class));
    return Kinds.of(List.of(ours, () -> List.of(more)));
  }

  private static JsonNode rule(JsonNode schema, String definition) {
    return schema.path("$defs").path(definition);
  }

  @Test
  void aRecordWithoutAPieceGetsOneFromItsComponents() throws Exception {
    JsonNode polygon =
        rule(
            SchemaPieces.assemble(with(new Kind<>(ScheduleSpec.class, "polygon", Polygon.class))),
            ScheduleSpec.class.getName() + ":polygon");

    assertThat(polygon)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"required": ["sides", "filled", "name", "head", "corners"],
                     "properties": {
                       "kind": true,
                       "sides": {"type": "integer"},
                       "filled": {"type": "boolean"},
                       "name": {"type": "string"},
                       "head": {"type": "string", "enum": ["linear", "cosine"]},
                       "corners": {"type": "array", "items":
                         {"$ref": "#/$defs/org.fierce.config.SchemaPiecesTest$Corner"}},
                       "floor": {"type": "number"}},
                     "type": "object", "additionalProperties": false}
                    """));
  }

  record Polygon(
      int sides,
      boolean filled,
      String name,
      Head head,
      List<Corner> corners,
      @Nullable Double floor)
      implements ScheduleSpec {
    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      return 1;
    }
  }

  @Test
  void eachChoiceIsAmongTheKindsAtHand() {
    JsonNode choice = rule(SchemaPieces.assemble(with()), DataSource.class.getName());

    assertThat(choice.at("/properties/source/enum").toString()).isEqualTo("[\"cifar100\",\"idx\"]");
    assertThat(choice.at("/required/0").asText()).isEqualTo("source");
    assertThat(choice.path("allOf")).hasSize(2);
  }

  @Test
  void whatCannotBeDerivedIsAskedFor() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> SchemaPieces.assemble(with(new Kind<>(ScheduleSpec.class, "odd", Odd.class))))
        .withMessage(
            "org.fierce.config.SchemaPiecesTest$Odd.thread is of type java.lang.Thread, which no schema follows from; lay SchemaPiecesTest.Odd.schema.json beside the record");
  }

  record Odd(Thread thread) implements ScheduleSpec {
    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      return 1;
    }
  }

  @Test
  void aPieceThatIsNoMapIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> SchemaPieces.assemble(with(new Kind<>(ScheduleSpec.class, "bad", Broken.class))))
        .withMessage(
            "SchemaPiecesTest.Broken.schema.json of org.fierce.config.SchemaPiecesTest$Broken is no piece of a JSON schema: it is not a map of keys");
  }

  record Broken() implements ScheduleSpec {
    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      return 1;
    }
  }

  @Test
  void anOptionMustNotHideOneOfAllItsSort() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> SchemaPieces.assemble(with(new Kind<>(LossSpec.class, "named", Labelled.class))))
        .withMessage(
            "the option label of org.fierce.config.SchemaPiecesTest$Labelled means something else for every LossSpec; rename it");
  }

  @Test
  void twoKindsOfOneNameAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> with(new Kind<>(LossSpec.class, "cross-entropy", Labelled.class)))
        .withMessage(
            "org.fierce.loss.CrossEntropySpec and org.fierce.config.SchemaPiecesTest$Labelled are both called cross-entropy; rename one");
  }

  @Test
  void aNameThatNoConfigurationCanHoldIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Kind<>(LossSpec.class, "a b", Labelled.class))
        .withMessage(
            "org.fierce.config.SchemaPiecesTest$Labelled is called 'a b'; a kind's name is made of letters, digits and . _ - only, at most 64");
  }

  @Test
  void aProviderThatFailsIsNamed() {
    KindProvider failing =
        () -> {
          throw new NoSuchElementException("no licence");
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> Kinds.of(List.of(failing)))
        .withMessageStartingWith("org.fierce.config.SchemaPiecesTest$$Lambda")
        .withMessageEndingWith(
            ", which adds kinds, failed: java.util.NoSuchElementException: no licence; correct it or remove it from the class path");
  }

  @Test
  void aProviderThatIsNotThereIsNamed() {
    Iterable<KindProvider> missing =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public KindProvider next() {
                throw new ServiceConfigurationError("Provider com.acme.Gone not found");
              }
            };

    assertThatIllegalStateException()
        .isThrownBy(() -> Kinds.of(missing))
        .withMessage(
            "a library that adds kinds cannot be used: Provider com.acme.Gone not found; correct its META-INF/services/org.fierce.kinds.KindProvider or remove it from the class path");
  }
}
