package org.fierce.tune;

/** What a tuning can choose by; a larger value is better. Preferred ones first. */
public enum Criterion {
  /** Accuracy of a kNN vote for the coarse label inside its group, after training on groups. */
  GRANULARITY("granularity", "held-out granularity", "Held-out granularity"),

  /** How often the nearest other view inside the coarse class is of the same row. */
  VIEWS("viewAgreementWithinTrue", "agreement of two views", "Agreement of two views"),

  /** Accuracy on the coarse labels of held-out training rows. */
  COARSE("coarseAccuracy", "coarse accuracy", "Coarse accuracy");

  private final String key;
  private final String words;
  private final String heading;

  Criterion(String key, String words, String heading) {
    this.key = key;
    this.words = words;
    this.heading = heading;
  }

  /** Where a candidate's scores hold it. */
  public String key() {
    return key;
  }

  /** In words, inside a sentence. */
  public String words() {
    return words;
  }

  /** In words, at the start of a sentence. */
  public String heading() {
    return heading;
  }
}
