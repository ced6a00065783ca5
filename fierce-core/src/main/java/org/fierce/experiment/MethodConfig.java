package org.fierce.experiment;

import java.util.regex.Pattern;
import org.fierce.backbone.Head;
import org.fierce.loss.LossSpec;
import org.jspecify.annotations.Nullable;

/**
 * A method of a comparison.
 *
 * @param label what tables and folders call it
 * @param head the classifier it wants instead of the backbone's, or null
 * @param loss what it minimises
 */
public record MethodConfig(String label, @Nullable Head head, LossSpec loss) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+=-]{0,63}");

  /**
   * Checks that the label can name a folder.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public MethodConfig {
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "method label '%s' must be letters, digits and . _ + = - only, at most 64, as it names a folder"
              .formatted(label));
    }
  }
}
