package org.fierce.config;

import java.util.Objects;
import java.util.regex.Pattern;
import org.fierce.backbone.Head;
import org.fierce.embed.ReadoutSpec;
import org.fierce.loss.LossSpec;
import org.fierce.train.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * A method of a comparison.
 *
 * @param label what tables and folders call it
 * @param head the classifier it wants instead of the backbone's, or null
 * @param loss what it minimises
 * @param readout what its frozen features are made of
 * @param epochs its own number of epochs instead of the training's, or null; a loss of two views
 *     costs twice as much an epoch, so that half as many make the cost equal
 */
public record MethodConfig(
    String label,
    @Nullable Head head,
    LossSpec loss,
    ReadoutSpec readout,
    @Nullable Integer epochs) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+=-]{0,63}");

  /**
   * Checks that the label can name a folder.
   *
   * @throws IllegalArgumentException if it cannot, or the epochs are below 1
   */
  public MethodConfig {
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "method label '%s' must be letters, digits and . _ + = - only, at most 64, as it names a folder"
              .formatted(label));
    }
    if (epochs != null && epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, found " + epochs);
    }
  }

  /** A method as long as the training options say, with the features of the last layer. */
  public MethodConfig(String label, @Nullable Head head, LossSpec loss) {
    this(label, head, loss, new ReadoutSpec.LastLayer(), null);
  }

  /** Whether another method trains the very same network at any seed, however it is read out. */
  public boolean trainsAlike(MethodConfig other) {
    return loss.equals(other.loss)
        && Objects.equals(head, other.head)
        && Objects.equals(epochs, other.epochs);
  }

  /** The training options with this method's own length. */
  public TrainingSpec training(TrainingSpec common) {
    return epochs == null ? common : common.withEpochs(epochs);
  }
}
