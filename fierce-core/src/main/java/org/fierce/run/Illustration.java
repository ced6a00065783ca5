package org.fierce.run;

/** What a run writes for its report besides scores. */
public enum Illustration {
  /** Nothing: the quickest. */
  NONE,

  /** The map and the neighbours, which differ between methods; a second or a few. */
  OWN,

  /** Also what is the same for all methods: thumbnails, values of rows, places in a scene. */
  WHOLE
}
