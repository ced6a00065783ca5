package org.fierce.entropy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Which entropy term, and its options. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface EntropySpec {
  /**
   * Makes the term, as H(F).
   *
   * @param featureWidth width of the features
   * @param seed what the term draws (anchors, noise, directions) comes from streams of this seed
   * @throws IllegalArgumentException if the term cannot take features of that width
   */
  EntropyTerm build(int featureWidth, long seed);

  /**
   * Makes the term inside the coarse classes, as H(F|Y): {@link ClassConditional} of {@link
   * #build}.
   *
   * @throws IllegalArgumentException if the term cannot take features of that width
   */
  default EntropyTerm buildConditional(int featureWidth, long seed) {
    return new ClassConditional(build(featureWidth, seed));
  }

  /** How many views of every row the term wants: 1 or 2. */
  default int views() {
    return 1;
  }
}
