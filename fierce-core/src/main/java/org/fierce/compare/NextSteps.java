package org.fierce.compare;

import java.util.List;
import org.fierce.run.Answer;

/** What to do after a comparison. */
@FunctionalInterface
public interface NextSteps {
  /** None is known. */
  NextSteps NONE = (best, standing) -> List.of();

  /**
   * Commands as they can be pasted.
   *
   * @param best label of the method that came out best, or of the first where nobody can say
   * @param standing what the verdict comes to
   */
  List<String> after(String best, Answer.Standing standing);
}
