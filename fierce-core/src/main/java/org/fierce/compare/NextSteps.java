package org.fierce.compare;

import java.util.List;

/** What to do after a comparison. */
@FunctionalInterface
public interface NextSteps {
  /** None is known. */
  NextSteps NONE = best -> List.of();

  /**
   * Commands as they can be pasted.
   *
   * @param best label of the method that came out best, or of the first where nobody can say
   */
  List<String> after(String best);
}
